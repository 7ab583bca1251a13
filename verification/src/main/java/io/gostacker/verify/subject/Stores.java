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

/// A Redis and a MariaDB of the verification's own, set up as shipped.
record Stores(EmbeddedRedis redis, EmbeddedMariaDb mySql) implements AutoCloseable {
  static final String DATABASE = "verify";

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

  FinalReads.Database database() {
    return new FinalReads.Database(mySql.jdbcUrl(DATABASE), EmbeddedMariaDb.USER, mySql.password());
  }

  @Override
  public void close() {
    redis.kill();
    mySql.kill();
  }
}
