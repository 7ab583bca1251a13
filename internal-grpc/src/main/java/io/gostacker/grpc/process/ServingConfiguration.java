package io.gostacker.grpc.process;

import io.gostacker.grpc.endpoint.InternalServer;
import io.gostacker.grpc.endpoint.InternalService;
import io.gostacker.grpc.peer.InternalSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.consul.serviceregistry.ConsulRegistrationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// For a process that others call: its internal port, told to the registry. Needs an
/// [InternalService].
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalSettings.class)
@Import(ProcessConfiguration.class)
public class ServingConfiguration {

  @Bean(destroyMethod = "close")
  InternalServer internalServer(InternalService service, InternalSettings settings) {
    return InternalServer.start(service, settings);
  }

  @Bean
  ConsulRegistrationCustomizer internalPort(InternalServer server) {
    return registration ->
        registration
            .getService()
            .getMeta()
            .put(DiscoveredPeers.INTERNAL_PORT, Integer.toString(server.port()));
  }
}
