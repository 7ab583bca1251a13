package io.gostacker.grpc.process;

import io.gostacker.common.reload.ReloadConfiguration;
import io.gostacker.common.time.ClockConfiguration;
import io.gostacker.grpc.endpoint.InternalServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.consul.ConsulClient;
import org.springframework.cloud.consul.serviceregistry.ConsulAutoRegistration;
import org.springframework.cloud.consul.serviceregistry.ConsulAutoServiceRegistration;
import org.springframework.cloud.consul.serviceregistry.ConsulServiceRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/// For every process: a clock, its place in the registry, and an orderly departure.
@Configuration(proxyBeanMethods = false)
@Import({ClockConfiguration.class, ReloadConfiguration.class})
public class ProcessConfiguration {

  @Bean
  RegistryPresence registryPresence(
      ConsulServiceRegistry registry,
      ConsulAutoRegistration self,
      ConsulAutoServiceRegistration automatic,
      DiscoveryClient discovery) {
    return new RegistryPresence(registry, self, automatic, discovery);
  }

  @Bean
  ConsulSettings consulSettings(ConsulClient consul, Environment environment) {
    return new ConsulSettings(consul, environment);
  }

  @Bean
  Departure departure(RegistryPresence presence, ObjectProvider<InternalServer> server) {
    return new Departure(
        presence::leave,
        () -> server.ifAvailable(InternalServer::sayGoodbye),
        () -> server.ifAvailable(InternalServer::close));
  }
}
