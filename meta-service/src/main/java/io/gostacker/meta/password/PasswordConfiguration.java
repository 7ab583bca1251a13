package io.gostacker.meta.password;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires password hashing.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PasswordSettings.class)
public class PasswordConfiguration {

  @Bean
  Passwords passwords(PasswordSettings settings, MeterRegistry meters) {
    return new Passwords(settings, meters);
  }
}
