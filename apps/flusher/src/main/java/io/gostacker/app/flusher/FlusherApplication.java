package io.gostacker.app.flusher;

import io.gostacker.flusher.FlusherConfiguration;
import io.gostacker.grpc.process.ProcessConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/// A flusher; its settings are in `config/flusher.yaml`.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({FlusherConfiguration.class, ProcessConfiguration.class})
public class FlusherApplication {

  public static void main(String[] args) {
    new SpringApplicationBuilder(FlusherApplication.class)
        .properties("spring.config.name=flusher")
        .build()
        .run(args);
  }
}
