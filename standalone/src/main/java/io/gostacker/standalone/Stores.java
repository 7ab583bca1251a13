package io.gostacker.standalone;

import io.gostacker.embedded.BinaryCache;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.MariaDbOptions;
import io.gostacker.embedded.RedisOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Redis and MySQL: the ones that were named, else embedded ones with their data below the data
/// folder. Addresses and passwords are handed to Spring in memory; no other process can read them.
final class Stores {
  private static final String MYSQL_PASSWORD = "GOSTACKER_MYSQL_PASSWORD";

  private final Options options;
  private final Running running;
  private final Progress progress;
  private final BinaryCache binaries;
  private final Map<String, Object> settings = new HashMap<>();

  Stores(Options options, Running running, Progress progress) {
    this.options = options;
    this.running = running;
    this.progress = progress;
    this.binaries = new BinaryCache(binaryFolder(options.data()), progress::say);
  }

  /// The user's cache, so that a second data folder starts fast too; the data folder for a user
  /// without a home.
  private static Path binaryFolder(Path data) {
    Path usual = BinaryCache.usualFolder();
    for (Path path = usual; path != null; path = path.getParent()) {
      if (Files.exists(path)) {
        return Files.isWritable(path) ? usual : data.resolve("programs");
      }
    }
    return data.resolve("programs");
  }

  /// Blocks until both answer.
  ///
  /// @return the settings by which the services find them
  Map<String, Object> start() {
    startRedis();
    startMySql();
    return settings;
  }

  private void startRedis() {
    String url = options.redisUrl();
    if (url == null) {
      EmbeddedRedis redis =
          new EmbeddedRedis(new RedisOptions(options.data().resolve("redis")), binaries);
      progress.say("Starting Redis");
      running.start(redis::start, redis::stop);
      url = redis.url();
    }
    settings.put("gostacker.redis.url", url);
  }

  private void startMySql() {
    String url = options.mysqlUrl();
    if (url != null) {
      settings.put("spring.datasource.url", url);
      putIfGiven("spring.datasource.username", options.mysqlUser());
      putIfGiven("spring.datasource.password", System.getenv(MYSQL_PASSWORD));
      return;
    }
    EmbeddedMariaDb mariaDb =
        new EmbeddedMariaDb(new MariaDbOptions(options.data().resolve("mariadb")), binaries);
    progress.say("Starting MariaDB");
    running.start(mariaDb::start, mariaDb::stop);
    settings.put("spring.datasource.url", mariaDb.jdbcUrl("gostacker"));
    settings.put("spring.datasource.username", EmbeddedMariaDb.USER);
    settings.put("spring.datasource.password", mariaDb.password());
  }

  private void putIfGiven(String key, @Nullable String value) {
    if (value != null) {
      settings.put(key, value);
    }
  }
}
