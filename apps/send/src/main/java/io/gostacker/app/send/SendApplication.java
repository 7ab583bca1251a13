package io.gostacker.app.send;

import io.gostacker.common.presence.PresenceConfiguration;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.grpc.endpoint.SendCalls;
import io.gostacker.grpc.process.ServingConfiguration;
import io.gostacker.push.EmbeddedPushConfiguration;
import io.gostacker.send.SendConfiguration;
import io.gostacker.send.SendService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// A send instance; its settings are in `config/send.yaml`.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  SendConfiguration.class,
  EmbeddedPushConfiguration.class,
  PresenceConfiguration.class,
  ServingConfiguration.class
})
public class SendApplication {

  public static void main(String[] args) {
    new SpringApplicationBuilder(SendApplication.class)
        .properties("spring.config.name=send")
        .build()
        .run(args);
  }

  @Bean
  SendCalls sendCalls(SendService send, RoutePort routes) {
    return new SendCalls(send, routes);
  }
}
