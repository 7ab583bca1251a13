package io.gostacker.testkit.backend;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.util.function.SingletonSupplier;

/// The back ends of a test run: started when first asked for, one of each in a JVM, ended with it.
///
/// Taken is what the system property or environment variable `GOSTACKER_TEST_REDIS_URL` or
/// `GOSTACKER_TEST_MYSQL_URL` names, else a container where a Docker engine answers and has or gets
/// the image, else an embedded server. Which it is, is printed once. All methods may be called by
/// any thread.
public final class Backends {
  private static final Cleanup AT_END = new Cleanup();
  private static final EmbeddedServers EMBEDDED = new EmbeddedServers(AT_END);
  private static final Supplier<String> REDIS =
      SingletonSupplier.of(() -> new RedisChoice(EMBEDDED, AT_END).url());
  private static final Supplier<MySqlServer> MYSQL =
      SingletonSupplier.of(() -> new MySqlChoice(EMBEDDED, AT_END).server());
  private static final Supplier<StatefulRedisConnection<String, String>> REDIS_CONNECTION =
      SingletonSupplier.of(Backends::connectToRedis);

  private Backends() {}

  /// A Redis with the settings that GoStacker demands; `redis://[:password@]host:port[/database]`.
  /// It may hold what earlier tests of this JVM left, see [#flushRedis].
  public static String redisUrl() {
    return REDIS.get();
  }

  /// Empties the Redis of [#redisUrl], all its databases.
  public static void flushRedis() {
    REDIS_CONNECTION.get().sync().flushall();
  }

  /// A new database with all migrations of `classpath:db/migration`; pooled, at most 16
  /// connections, closed when the JVM ends.
  public static DataSource freshDatabase() {
    DatabaseAddress address = newDatabase();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(0);
    HikariDataSource pool = new HikariDataSource(config);
    AT_END.add(pool::close);
    Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
    return pool;
  }

  /// The address of a new, empty database, for tests that start a whole application.
  public static DatabaseAddress newDatabase() {
    return MYSQL.get().createDatabase("gostacker_" + UUID.randomUUID().toString().replace("-", ""));
  }

  /// A Redis of the caller's own, started and always embedded, to be killed, cut or filled.
  public static EmbeddedRedis ownRedis() {
    return EMBEDDED.startRedis();
  }

  /// A Redis Cluster of six nodes of the caller's own.
  public static RedisCluster ownRedisCluster() {
    return EMBEDDED.startRedisCluster();
  }

  /// A MariaDB of the caller's own, started and always embedded, to be killed or locked.
  public static EmbeddedMariaDb ownMariaDb() {
    return EMBEDDED.startMariaDb();
  }

  private static StatefulRedisConnection<String, String> connectToRedis() {
    RedisClient client = RedisClient.create(redisUrl());
    AT_END.add(client::close);
    return client.connect();
  }
}
