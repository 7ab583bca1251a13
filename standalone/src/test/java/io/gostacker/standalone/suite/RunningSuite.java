package io.gostacker.standalone.suite;

import static org.awaitility.Awaitility.await;

import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.ConsulAgent;
import io.gostacker.standalone.Place;
import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.Suite;
import io.gostacker.standalone.SuiteProcess;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.push.Vendor;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import io.gostacker.testkit.backend.RedisCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/// A suite of real processes on Redis and MySQL of its own and a real Consul. With
/// `-Dgostacker.test.redis=cluster` the shared one is on a Redis Cluster; with
/// `-Dgostacker.test.push-dispatcher=embedded` its send instances notify people who are away.
public final class RunningSuite implements AutoCloseable {
  private static final SingletonSupplier<RunningSuite> SHARED =
      SingletonSupplier.of(RunningSuite::startShared);

  private static final double TRACED = 0.1;

  private final ConsulAgent consul;
  private final @Nullable EmbeddedRedis redis;
  private final EmbeddedMariaDb mySql;
  private final DatabaseAddress database;
  private final Suite suite;
  private final SpanReceiver spans;

  private RunningSuite(
      ConsulAgent consul,
      @Nullable EmbeddedRedis redis,
      EmbeddedMariaDb mySql,
      DatabaseAddress database,
      Suite suite,
      SpanReceiver spans) {
    this.consul = consul;
    this.redis = redis;
    this.mySql = mySql;
    this.database = database;
    this.suite = suite;
    this.spans = spans;
  }

  /// Whether there is a Consul to be had.
  public static boolean isPossible() {
    return ConsulAgent.find(System.getenv()).isPresent();
  }

  /// The one that all tests share; each leaves it as it found it.
  public static RunningSuite shared() {
    return SHARED.obtain();
  }

  private static RunningSuite startShared() {
    RunningSuite started =
        "cluster".equals(System.getProperty("gostacker.test.redis"))
            ? onCluster(Backends.ownRedisCluster())
            : onRedis(Backends.ownRedis());
    Runtime.getRuntime().addShutdownHook(new Thread(started::close));
    return started;
  }

  private static RunningSuite onRedis(EmbeddedRedis redis) {
    return start(redis, Map.of("gostacker.redis.url", redis.url()));
  }

  /// One of the caller's own. A Cluster fails over, so messages are kept in MySQL.
  public static RunningSuite onCluster(RedisCluster cluster) {
    return start(
        null,
        Map.of(
            "gostacker.redis.url",
            cluster.url(),
            "gostacker.durability",
            "mysql",
            "gostacker.flusher.interval",
            "20ms"));
  }

  private static RunningSuite start(@Nullable EmbeddedRedis redis, Map<String, Object> stores) {
    Path folder;
    try {
      folder = Files.createTempDirectory("suite");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ConsulAgent consul =
        new ConsulAgent(
            ConsulAgent.find(System.getenv()).orElseThrow(),
            folder.resolve("consul"),
            folder.resolve("consul.log"));
    consul.start();
    EmbeddedMariaDb mySql = Backends.ownMariaDb();
    SpanReceiver spans = new SpanReceiver();
    DatabaseAddress database =
        new DatabaseAddress(mySql.jdbcUrl("suite"), EmbeddedMariaDb.USER, mySql.password());
    Map<String, Object> settings = new HashMap<>(stores);
    settings.put("spring.datasource.url", database.url());
    settings.put("spring.datasource.username", database.user());
    settings.put("spring.datasource.password", database.password());
    settings.put("gostacker.server-api.keys", RunningStandalone.serverKey());
    settings.put(
        "gostacker.push.dispatcher",
        System.getProperty("gostacker.test.push-dispatcher", "separate"));
    settings.putAll(Vendor.settings());
    settings.put("gostacker.push.queue-size", 20); // so that it is full at times
    settings.put("gostacker.rate-limit.enabled", false);
    settings.put("management.opentelemetry.tracing.export.otlp.endpoint", spans.url());
    settings.put("management.opentelemetry.tracing.export.schedule-delay", "500ms");
    settings.put("logging.structured.format.console", "ecs");
    settings.put("management.tracing.sampling.probability", TRACED);
    // A machine that stands still for a second is no fault that a test here injects.
    settings.put("gostacker.redis.timeout", "10s");
    settings.put("gostacker.send.patience", "10s");
    Suite suite =
        new Suite(
            new Suite.Parts(
                Path.of("..").toAbsolutePath().normalize(),
                folder,
                folder.resolve("logs"),
                0,
                consul.port(),
                settings,
                name -> Place.here(Map.of()),
                "0123456789abcdef0123456789abcdef",
                List.of("-XX:TieredStopAtLevel=1")));
    System.out.println("[suite] logs in " + folder.resolve("logs"));
    RunningSuite running = new RunningSuite(consul, redis, mySql, database, suite, spans);
    try {
      suite.start();
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
    return running;
  }

  public Suite suite() {
    return suite;
  }

  /// Blocks until each gateway uses each send instance: later than that an instance is ready, as it
  /// is first listed and then found.
  public void awaitLinked() {
    String linked = "gostacker_internal_links " + suite.sends().size() + ".0";
    for (SuiteProcess gateway : suite.gateways()) {
      Api metrics = new Api("http://127.0.0.1:" + gateway.managementPort());
      await("links of " + gateway.name())
          .atMost(Duration.ofMinutes(1))
          .until(() ->
              metrics
                  .call("GET", "/actuator/prometheus", null, null)
                  .response()
                  .body()
                  .contains(linked));
    }
  }

  public DatabaseAddress database() {
    return database;
  }

  /// The REST face by the first gateway, or the second.
  public Api at(int gateway) {
    return new Api(url(suite.gateways().get(gateway - 1)));
  }

  /// Where the spans of its messages and requests go, of some of them.
  public SpanReceiver spans() {
    return spans;
  }

  public EmbeddedMariaDb mySql() {
    return mySql;
  }

  /// Whether its Redis is one server, which can be killed and started again.
  public boolean hasOneRedis() {
    return redis != null;
  }

  public EmbeddedRedis redis() {
    return Objects.requireNonNull(redis, "it is on a Redis Cluster");
  }

  public ConsulAgent consul() {
    return consul;
  }

  public static String url(SuiteProcess gateway) {
    return "http://localhost:" + gateway.port();
  }

  @Override
  public void close() {
    suite.kill();
    consul.stop();
    if (redis != null) {
      redis.kill();
    }
    mySql.kill();
    spans.close();
  }
}
