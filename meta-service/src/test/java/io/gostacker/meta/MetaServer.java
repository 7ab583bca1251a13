package io.gostacker.meta;

import io.gostacker.common.time.ClockConfiguration;
import io.gostacker.common.transport.SessionPort;
import io.gostacker.testkit.backend.Backends;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.function.SingletonSupplier;

/// A meta service on a free port.
public final class MetaServer implements AutoCloseable {
  static final String SERVER_KEY = "c0ffee41d2b98a7605e3f1746a9bd823";

  private static final SingletonSupplier<MetaServer> SHARED =
      SingletonSupplier.of(() -> start(Backends.freshDatabase(), newKeys()));

  private final ConfigurableApplicationContext context;
  private final PlayedSend send;
  private final ClosedSessions closed;

  private MetaServer(ConfigurableApplicationContext context) {
    this.context = context;
    this.send = context.getBean(PlayedSend.class);
    this.closed = context.getBean(ClosedSessions.class);
  }

  /// The one that tests share which do not stop, starve or reconfigure it.
  public static MetaServer shared() {
    return SHARED.obtain();
  }

  static MetaServer start(DataSource database, Path keys, String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.addAll(
        List.of(
            "server.port=0",
            // Tests are quicker than people.
            "gostacker.rate-limit.request-burst=100000",
            "gostacker.rate-limit.requests-per-second=100000",
            "gostacker.server-api.keys=" + SERVER_KEY,
            "gostacker.token.keys=" + keys,
            "gostacker.token.generate-key=true"));
    return new MetaServer(
        new SpringApplicationBuilder(Application.class)
            .initializers(
                created -> created.getBeanFactory().registerSingleton("dataSource", database))
            .properties(all.toArray(String[]::new))
            .run());
  }

  static Path newKeys() {
    try {
      return Files.createTempDirectory("keys").resolve("signing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RestClient client() {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return new RestClient(Integer.parseInt(port));
  }

  PlayedSend send() {
    return send;
  }

  /// Sessions whose sockets were closed.
  Set<String> closedSessions() {
    return closed.ids;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }

  /// Plays the gateway.
  static final class ClosedSessions implements SessionPort {
    final Set<String> ids = ConcurrentHashMap.newKeySet();

    @Override
    public void closeSession(long userId, String sessionId, String reason) {
      ids.add(sessionId);
    }
  }

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @Import({MetaConfiguration.class, ClockConfiguration.class})
  static class Application {

    @Bean
    PlayedSend sendPort() {
      return new PlayedSend();
    }

    @Bean
    ClosedSessions sessionPort() {
      return new ClosedSessions();
    }

    /// Of its own: closing one server must not stop the others of the JVM.
    @Bean
    ReactorResourceFactory reactorResources() {
      ReactorResourceFactory resources = new ReactorResourceFactory();
      resources.setUseGlobalResources(false);
      return resources;
    }

    @Bean
    MeterRegistry meterRegistry() {
      return new SimpleMeterRegistry();
    }
  }
}
