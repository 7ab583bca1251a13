package io.gostacker.verify.fault;

import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.FsyncWatch;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What can happen to Redis and MySQL.
public final class StoreFaults {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(4);

  private final Supplier<EmbeddedRedis> redis;
  private final Supplier<EmbeddedMariaDb> mySql;
  private @Nullable FsyncWatch watch;
  private @Nullable Connection lock;

  /// @param redis asked when something is done to it
  /// @param mySql likewise
  public StoreFaults(Supplier<EmbeddedRedis> redis, Supplier<EmbeddedMariaDb> mySql) {
    this.redis = redis;
    this.mySql = mySql;
  }

  public List<Fault> all() {
    List<Fault> faults =
        new ArrayList<>(
            List.of(
                new Fault(
                    "redis-killed",
                    "Redis is killed",
                    SHORT,
                    () -> redis.get().kill(),
                    () -> redis.get().start()),
                new Fault(
                    "redis-halted",
                    "Redis does not answer (SIGSTOP)",
                    LONG,
                    () -> Signal.send("STOP", redis.get().pid()),
                    () -> Signal.send("CONT", redis.get().pid())),
                new Fault(
                    "redis-full",
                    "Redis has reached its maxmemory",
                    LONG,
                    () -> atRedis(commands -> commands.configSet("maxmemory", "1mb")),
                    () -> atRedis(commands -> commands.configSet("maxmemory", "1gb"))),
                new Fault(
                    "mysql-killed",
                    "MySQL is killed",
                    LONG,
                    () -> mySql.get().kill(),
                    () -> mySql.get().start()),
                new Fault(
                    "mysql-halted",
                    "MySQL does not answer (SIGSTOP)",
                    LONG,
                    () -> Signal.send("STOP", mySql.get().pid()),
                    () -> Signal.send("CONT", mySql.get().pid())),
                new Fault(
                    "mysql-locked",
                    "MySQL takes no writes (FLUSH TABLES WITH READ LOCK)",
                    LONG,
                    this::lockMySql,
                    this::unlockMySql)));
    if (FsyncWatch.isPossible()) {
      faults.add(
          new Fault(
              "redis-power",
              "the power of Redis fails: it is killed and its file cut at the last fsync",
              SHORT,
              this::cutPower,
              () -> redis.get().start()));
    }
    return faults;
  }

  private void atRedis(Consumer<RedisCommands<String, String>> what) {
    try (RedisClient client = RedisClient.create(RedisURI.create(redis.get().url()))) {
      what.accept(client.connect().sync());
    }
  }

  private void cutPower() throws Exception {
    Signal.send("STOP", redis.get().pid());
    FsyncWatch watching = FsyncWatch.attach(redis.get().pid(), redis.get().appendOnlyFile());
    watch = watching;
    Signal.send("CONT", redis.get().pid());
    Thread.sleep(SHORT); // under load, and with fsyncs that are seen
    redis.get().kill();
    watching.awaitEnd();
    watching.loseUnsynced();
    watching.close();
  }

  private void lockMySql() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            mySql.get().jdbcUrl("verify"), EmbeddedMariaDb.USER, mySql.get().password());
    lock = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("FLUSH TABLES WITH READ LOCK");
    }
  }

  private void unlockMySql() throws SQLException {
    Connection connection = lock;
    if (connection != null) {
      connection.close();
    }
  }
}
