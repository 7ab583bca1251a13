package io.gostacker.push.provider;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the providers.
@Configuration(proxyBeanMethods = false)
public class ProviderConfiguration {

  @Bean
  Providers providers() {
    return new Providers(List.of());
  }
}
