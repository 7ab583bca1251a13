package io.gostacker.gateway;

import io.gostacker.common.presence.LostSockets;
import io.gostacker.common.time.ClockConfiguration;
import io.gostacker.common.token.Bans;
import io.gostacker.common.token.TokenVerifier;
import io.gostacker.common.transport.SessionPort;
import io.gostacker.common.web.WebFaceConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// A gateway on a free port, with the send service in memory.
final class TestGateway implements AutoCloseable {
  static final String SERVER_KEY = "c0ffee41d2b98a7605e3f1746a9bd823";

  private final ConfigurableApplicationContext context;
  final InMemorySend send;
  final Tokens tokens;
  final int port;

  /// Users whose sockets were handed back, and when they were heard last, in epoch milliseconds.
  final Map<Long, Long> lost;

  private TestGateway(ConfigurableApplicationContext context) {
    this.context = context;
    this.send = context.getBean(InMemorySend.class);
    this.tokens = context.getBean(Tokens.class);
    this.lost = context.getBean(Lost.class).since;
    this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /// Starts one.
  ///
  /// @param settings `key=value`, where a key that does not begin with `gostacker.` is one of
  ///   `gostacker.gateway.`
  static TestGateway start(String... settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("server.port", "0");
    properties.put("gostacker.server-api.keys", SERVER_KEY);
    properties.put("spring.threads.virtual.enabled", "true");
    properties.put("spring.main.banner-mode", "off");
    properties.put("gostacker.rate-limit.enabled", "false");
    properties.put("spring.web.resources.add-mappings", "false");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String key = setting.substring(0, equals);
      properties.put(
          key.startsWith("gostacker.") ? key : "gostacker.gateway." + key,
          setting.substring(equals + 1));
    }
    SpringApplication application = new SpringApplication(Application.class);
    application.setDefaultProperties(properties);
    return new TestGateway(application.run());
  }

  SessionPort sessions() {
    return context.getBean(SessionPort.class);
  }

  /// A socket that has been welcomed.
  RawSocket connect(long userId, String deviceId) {
    RawSocket socket = upgrade(userId, deviceId);
    socket.expect("welcome");
    return socket;
  }

  /// A socket with header auth whose upgrade was accepted.
  RawSocket upgrade(long userId, String deviceId) {
    RawSocket socket = RawSocket.open(port);
    socket.upgrade("Authorization: Bearer " + tokens.of(userId, deviceId));
    return socket;
  }

  @Override
  public void close() {
    context.close();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
  @Import({GatewayConfiguration.class, WebFaceConfiguration.class, ClockConfiguration.class})
  static class Application {

    @Bean
    InMemorySend send() {
      return new InMemorySend();
    }

    @Bean
    Lost lost() {
      return new Lost();
    }

    @Bean
    Tokens tokens() {
      return new Tokens();
    }

    @Bean
    TokenVerifier verifier(Tokens tokens) {
      return tokens.verifier;
    }

    @Bean
    Bans bans() {
      return userId -> false;
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Plain plain() {
      return new Plain();
    }
  }

  static final class Lost implements LostSockets {
    private final Map<Long, Long> since = new ConcurrentHashMap<>();

    @Override
    public void add(long userId, long since) {
      this.since.put(userId, since);
    }
  }

  /// Something on the same port that has nothing to do with sockets.
  @RestController
  static class Plain {
    @GetMapping("/plain")
    String plain() {
      return Thread.currentThread().isVirtual() ? "virtual" : "not virtual";
    }
  }
}
