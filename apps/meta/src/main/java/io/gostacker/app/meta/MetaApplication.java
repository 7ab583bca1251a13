package io.gostacker.app.meta;

import io.gostacker.common.limit.LimitConfiguration;
import io.gostacker.common.transport.SessionPort;
import io.gostacker.grpc.endpoint.FactsCalls;
import io.gostacker.grpc.peer.PeerRole;
import io.gostacker.grpc.process.CallingConfiguration;
import io.gostacker.grpc.process.ServingConfiguration;
import io.gostacker.meta.MetaConfiguration;
import io.gostacker.meta.session.StoredFacts;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// A meta instance; its settings are in `config/meta.yaml`. Clients reach it through gateways.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  MetaConfiguration.class,
  LimitConfiguration.class,
  CallingConfiguration.class,
  ServingConfiguration.class
})
public class MetaApplication {

  public static void main(String[] args) {
    new SpringApplicationBuilder(MetaApplication.class)
        .properties("spring.config.name=meta")
        .build()
        .run(args);
  }

  @Bean
  PeerRole peerRole() {
    return PeerRole.META;
  }

  @Bean
  FactsCalls factsCalls(StoredFacts facts) {
    return new FactsCalls(facts);
  }

  /// Sockets are at the gateways, which ask twice a second which sessions have ended.
  @Bean
  SessionPort sessionPort() {
    return (userId, sessionId, reason) -> {};
  }
}
