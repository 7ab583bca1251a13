package io.gostacker.grpc.process;

import io.gostacker.common.time.ClockConfiguration;
import io.gostacker.grpc.endpoint.InternalServer;
import io.gostacker.grpc.peer.InternalSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.consul.serviceregistry.ConsulAutoServiceRegistration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// For every process: its settings, a clock, and an orderly departure.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalSettings.class)
@Import(ClockConfiguration.class)
public class ProcessConfiguration {

  @Bean
  Departure departure(
      ObjectProvider<ConsulAutoServiceRegistration> registration,
      ObjectProvider<InternalServer> server) {
    return new Departure(
        () -> registration.ifAvailable(ConsulAutoServiceRegistration::stop),
        () -> server.ifAvailable(InternalServer::sayGoodbye));
  }
}
