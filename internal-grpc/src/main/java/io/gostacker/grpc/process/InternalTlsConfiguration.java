package io.gostacker.grpc.process;

import io.gostacker.grpc.peer.InternalTls;
import io.gostacker.grpc.peer.InternalTlsSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// TLS of the internal ports, where it is set.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalTlsSettings.class)
class InternalTlsConfiguration {

  @Bean(destroyMethod = "close")
  @Nullable InternalTls internalTls(InternalTlsSettings settings) {
    return InternalTls.of(settings);
  }
}
