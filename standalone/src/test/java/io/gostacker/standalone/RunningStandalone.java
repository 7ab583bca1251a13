package io.gostacker.standalone;

import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.function.SingletonSupplier;

/// The whole product for tests, in this JVM, on the back ends of the test run; started when first
/// asked for, one for all tests.
///
/// The system property `gostacker.test.base-url` names another one that runs already, and
/// `gostacker.test.server-api-key` its API key.
public final class RunningStandalone {
  private static final String SERVER_KEY = "9f2c47a1e6b05d3874f1c9ae206b8d53";

  private static final Supplier<ConfigurableApplicationContext> CONTEXT =
      SingletonSupplier.of(RunningStandalone::start);

  private RunningStandalone() {}

  /// Its address, for example `http://localhost:8080`, without a slash at the end.
  public static String baseUrl() {
    String given = System.getProperty("gostacker.test.base-url");
    return given != null ? given : "http://localhost:" + port(CONTEXT.get());
  }

  /// A key of its server API.
  public static String serverKey() {
    return System.getProperty("gostacker.test.server-api-key", SERVER_KEY);
  }

  private static int port(ConfigurableApplicationContext context) {
    var server = ((WebServerApplicationContext) context).getWebServer();
    if (server == null) {
      throw new IllegalStateException("no web server");
    }
    return server.getPort();
  }

  private static ConfigurableApplicationContext start() {
    Backends.flushRedis();
    DatabaseAddress database = Backends.newDatabase();
    try {
      String data = Files.createTempDirectory("standalone").toString();
      return new SpringApplicationBuilder(StandaloneApplication.class)
          .properties(
              Map.of(
                  "server.port",
                  0,
                  "gostacker.data",
                  data,
                  "gostacker.server-api.keys",
                  SERVER_KEY,
                  "gostacker.redis.url",
                  Backends.redisUrl(),
                  "gostacker.redis.timeout",
                  "5s",
                  "spring.datasource.url",
                  database.url(),
                  "spring.datasource.username",
                  database.user(),
                  "spring.datasource.password",
                  database.password()))
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
