package io.gostacker.grpc.process;

import io.gostacker.grpc.endpoint.InternalServer;
import io.gostacker.grpc.endpoint.InternalService;
import io.gostacker.grpc.peer.InternalSettings;
import io.gostacker.grpc.peer.InternalTls;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.consul.serviceregistry.ConsulRegistrationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// For a process that others call: its internal port, told to the registry. Needs an
/// [InternalService].
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalSettings.class)
@Import({ProcessConfiguration.class, InternalTlsConfiguration.class})
public class ServingConfiguration {

  @Bean(destroyMethod = "close")
  InternalServer internalServer(
      InternalService service, InternalSettings settings, ObjectProvider<InternalTls> tls) {
    return InternalServer.start(service, settings, tls.getIfAvailable());
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
