package io.gostacker.common.web;

import io.gostacker.common.limit.LimitConfiguration;
import io.gostacker.common.limit.RequestLimits;
import io.gostacker.common.token.TokenVerifier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/// Imported by every service with a REST face.
@Configuration(proxyBeanMethods = false)
@Import(LimitConfiguration.class)
@EnableConfigurationProperties({WebSettings.class, ServerApiSettings.class})
public class WebFaceConfiguration {

  @Bean
  ProblemHandler problemHandler() {
    return new ProblemHandler();
  }

  @Bean
  BodyLimitFilter bodyLimitFilter(ObjectProvider<BodyLimit> limits) {
    return new BodyLimitFilter(limits.orderedStream().toList());
  }

  @Bean
  @ConditionalOnProperty(name = "gostacker.web.edge", matchIfMissing = true)
  AuthLimitFilter authLimitFilter(RequestLimits limits, WebSettings settings) {
    return new AuthLimitFilter(limits, new ClientAddress(settings.trustedProxies()));
  }

  @Bean
  JsonFactoryBuilderCustomizer strictJsonFactory() {
    return StrictJson::configure;
  }

  @Bean
  JsonMapperBuilderCustomizer strictJsonMapper() {
    return StrictJson::configure;
  }

  @Bean
  WebFluxConfigurer webFace(
      TokenVerifier verifier,
      RequestLimits limits,
      ServerApiSettings serverApi,
      WebSettings settings) {
    ServerKeys serverKeys = new ServerKeys(serverApi);
    return new WebFluxConfigurer() {
      @Override
      public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(
            new CallerResolver(verifier, limits), new ServerCallerResolver(serverKeys));
      }

      @Override
      public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
        configurer.defaultCodecs().maxInMemorySize(BodyLimitFilter.MAX_BYTES);
      }

      @Override
      public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
        configurer.setExecutor(controllerThreads(settings));
      }
    };
  }

  /// Controllers run on virtual threads and may block. More at once than the bound are refused with
  /// `overloaded` ([ProblemHandler]) rather than queued: what waits would wait for the same back
  /// end as those that run.
  private static SimpleAsyncTaskExecutor controllerThreads(WebSettings settings) {
    SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("http-");
    executor.setVirtualThreads(true);
    executor.setConcurrencyLimit(settings.maxConcurrent());
    executor.setRejectTasksWhenLimitReached(true);
    return executor;
  }
}
