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
import org.jspecify.annotations.Nullable;

/// What can happen to Redis and MySQL.
public final class StoreFaults {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(4);

  private final EmbeddedRedis redis;
  private final EmbeddedMariaDb mySql;
  private @Nullable FsyncWatch watch;
  private @Nullable Connection lock;

  public StoreFaults(EmbeddedRedis redis, EmbeddedMariaDb mySql) {
    this.redis = redis;
    this.mySql = mySql;
  }

  public List<Fault> all() {
    List<Fault> faults =
        new ArrayList<>(
            List.of(
                new Fault("redis-killed", "Redis is killed", SHORT, redis::kill, redis::start),
                new Fault(
                    "redis-halted",
                    "Redis does not answer (SIGSTOP)",
                    LONG,
                    () -> Signal.send("STOP", redis.pid()),
                    () -> Signal.send("CONT", redis.pid())),
                new Fault(
                    "redis-full",
                    "Redis has reached its maxmemory",
                    LONG,
                    () -> atRedis(commands -> commands.configSet("maxmemory", "1mb")),
                    () -> atRedis(commands -> commands.configSet("maxmemory", "1gb"))),
                new Fault("mysql-killed", "MySQL is killed", LONG, mySql::kill, mySql::start),
                new Fault(
                    "mysql-halted",
                    "MySQL does not answer (SIGSTOP)",
                    LONG,
                    () -> Signal.send("STOP", mySql.pid()),
                    () -> Signal.send("CONT", mySql.pid())),
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
              redis::start));
    }
    return faults;
  }

  private void atRedis(Consumer<RedisCommands<String, String>> what) {
    try (RedisClient client = RedisClient.create(RedisURI.create(redis.url()))) {
      what.accept(client.connect().sync());
    }
  }

  private void cutPower() throws Exception {
    Signal.send("STOP", redis.pid());
    FsyncWatch watching = FsyncWatch.attach(redis.pid(), redis.appendOnlyFile());
    watch = watching;
    Signal.send("CONT", redis.pid());
    Thread.sleep(SHORT); // under load, and with fsyncs that are seen
    redis.kill();
    watching.awaitEnd();
    watching.loseUnsynced();
    watching.close();
  }

  private void lockMySql() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            mySql.jdbcUrl("verify"), EmbeddedMariaDb.USER, mySql.password());
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
