package io.gostacker.verify.subject;

import io.gostacker.embedded.BinaryCache;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.MariaDbOptions;
import io.gostacker.embedded.RedisOptions;
import io.gostacker.verify.load.FinalReads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// A Redis and a MariaDB of the verification's own, set up as shipped.
record Stores(EmbeddedRedis redis, EmbeddedMariaDb mySql) implements AutoCloseable {
  static final String DATABASE = "verify";

  /// Of the server API of what runs on them.
  static final String KEY = "c3a1f0e2b4d5968778695a4b3c2d1e0f";

  /// Starts both.
  static Stores start(Path folder) {
    BinaryCache binaries = new BinaryCache(BinaryCache.usualFolder(), what -> {});
    EmbeddedRedis redis =
        new EmbeddedRedis(new RedisOptions(made(folder.resolve("redis"))), binaries);
    EmbeddedMariaDb mySql =
        new EmbeddedMariaDb(new MariaDbOptions(made(folder.resolve("mariadb"))), binaries);
    redis.start();
    try {
      mySql.start();
    } catch (RuntimeException e) {
      redis.kill();
      throw e;
    }
    return new Stores(redis, mySql);
  }

  static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds their ids to those of other processes.
  Map<String, Long> processes(Map<String, Long> others) {
    Map<String, Long> all = new TreeMap<>(others);
    all.put("redis", redis.pid());
    all.put("mysql", mySql.pid());
    return all;
  }

  /// How they are set up, for the sheet.
  static Map<String, String> settings(String processes) {
    return Map.of(
        "processes", processes,
        "Redis", "appendonly yes, appendfsync always",
        "MariaDB", "innodb_flush_log_at_trx_commit = 1");
  }

  FinalReads.Database database() {
    return new FinalReads.Database(mySql.jdbcUrl(DATABASE), EmbeddedMariaDb.USER, mySql.password());
  }

  @Override
  public void close() {
    redis.kill();
    mySql.kill();
  }
}
