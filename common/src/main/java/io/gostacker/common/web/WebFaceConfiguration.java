package io.gostacker.common.web;

import io.gostacker.common.token.TokenVerifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/// Imported by every service with a REST face.
@Configuration(proxyBeanMethods = false)
public class WebFaceConfiguration {

  @Bean
  ProblemHandler problemHandler() {
    return new ProblemHandler();
  }

  @Bean
  WebFluxConfigurer callerArguments(TokenVerifier verifier) {
    return new WebFluxConfigurer() {
      @Override
      public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(new CallerResolver(verifier));
      }
    };
  }
}
