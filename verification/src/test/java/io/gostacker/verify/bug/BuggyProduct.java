package io.gostacker.verify.bug;

import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.send.fanout.Routes;
import io.gostacker.standalone.StandaloneApplication;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.load.FinalReads;
import io.gostacker.verify.subject.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.http.client.ReactorResourceFactory;

/// The product in this JVM, with [Bugs] at the doors of its parts.
final class BuggyProduct implements Subject {
  private static final String KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  private final ConfigurableApplicationContext context;
  private final DatabaseAddress database;
  private final EmbeddedRedis redis;

  private BuggyProduct(
      ConfigurableApplicationContext context, DatabaseAddress database, EmbeddedRedis redis) {
    this.context = context;
    this.database = database;
    this.redis = redis;
  }

  /// @param settings besides those that it needs
  static BuggyProduct start(Map<String, Object> settings) {
    EmbeddedRedis redis = Backends.ownRedis();
    DatabaseAddress database = Backends.newDatabase();
    Map<String, Object> all = new HashMap<>();
    all.put("server.port", 0);
    all.put("gostacker.data", newFolder());
    all.put("gostacker.redis.url", redis.url());
    all.put("spring.datasource.url", database.url());
    all.put("spring.datasource.username", database.user());
    all.put("spring.datasource.password", database.password());
    all.put("gostacker.rate-limit.enabled", false);
    all.put("gostacker.server-api.keys", KEY);
    all.putAll(settings);
    String[] words =
        all.entrySet().stream()
            .map(each -> "--" + each.getKey() + "=" + each.getValue())
            .toArray(String[]::new);
    return new BuggyProduct(
        new SpringApplicationBuilder(StandaloneApplication.class, Doors.class).run(words),
        database,
        redis);
  }

  private static String newFolder() {
    try {
      return Files.createTempDirectory("buggy").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "a product with bugs";
  }

  @Override
  public List<URI> gateways() {
    var server = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer());
    return List.of(URI.create("http://localhost:" + server.getPort()));
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public List<Fault> faults() {
    return List.of();
  }

  @Override
  public boolean hasFeed() {
    return true;
  }

  @Override
  public FinalReads.Database mySql() {
    return new FinalReads.Database(database.url(), database.user(), database.password());
  }

  @Override
  public Map<String, Long> processes() {
    return Map.of();
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public void close() {
    context.close();
    redis.kill();
  }

  @Configuration(proxyBeanMethods = false)
  static class Doors {
    /// Closing one product must not stop the others of the JVM.
    @Bean
    ReactorResourceFactory reactorResources() {
      ReactorResourceFactory resources = new ReactorResourceFactory();
      resources.setUseGlobalResources(false);
      return resources;
    }

    @Bean
    static BeanPostProcessor doors() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return switch (name) {
            case "sendLog" -> new BuggyLog((ShardLog) bean);
            case "sendService" -> new BuggySend((SendPort) bean);
            default -> bean;
          };
        }
      };
    }

    @Bean
    @Primary
    RoutePort buggyRoutes(Routes routes) {
      return new BuggyRoutes(routes);
    }
  }
}
