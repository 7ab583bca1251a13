package io.gostacker.testkit.backend;

import io.gostacker.embedded.BinaryCache;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.MariaDbOptions;
import io.gostacker.embedded.RedisOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Embedded servers over folders that are removed at the end.
final class EmbeddedServers {
  private final BinaryCache binaries = new BinaryCache(BinaryCache.usualFolder(), Settings::say);
  private final Cleanup atEnd;

  EmbeddedServers(Cleanup atEnd) {
    this.atEnd = atEnd;
  }

  EmbeddedRedis startRedis() {
    EmbeddedRedis redis = new EmbeddedRedis(new RedisOptions(folder("redis")), binaries);
    atEnd.add(redis::kill);
    redis.start();
    return redis;
  }

  EmbeddedMariaDb startMariaDb() {
    MariaDbOptions options =
        new MariaDbOptions(folder("mariadb"), 0, 64, 16, 500, Duration.ofMinutes(2));
    EmbeddedMariaDb database = new EmbeddedMariaDb(options, binaries);
    atEnd.add(database::kill);
    database.start();
    return database;
  }

  private Path folder(String kind) {
    try {
      Path folder = Files.createTempDirectory("gostacker-" + kind + "-");
      atEnd.add(() -> delete(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      org.springframework.util.FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
