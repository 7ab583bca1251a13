package io.gostacker.testkit.backend;

import io.gostacker.embedded.BinaryCache;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.MariaDbOptions;
import io.gostacker.embedded.RedisOptions;
import java.time.Duration;

/// Embedded servers for tests: small ones, killed at the end, because nobody wants their data.
final class EmbeddedServers {
  private final BinaryCache binaries = new BinaryCache(BinaryCache.usualFolder(), Settings::say);
  private final Cleanup atEnd;
  private final TestFolder folder;

  EmbeddedServers(Cleanup atEnd) {
    this.atEnd = atEnd;
    this.folder = new TestFolder(atEnd);
  }

  EmbeddedRedis startRedis() {
    EmbeddedRedis redis = new EmbeddedRedis(new RedisOptions(folder.sub("redis")), binaries);
    atEnd.add(redis::kill);
    redis.start();
    return redis;
  }

  RedisCluster startRedisCluster() {
    RedisCluster cluster =
        new RedisCluster(EmbeddedRedis.program(binaries), folder.sub("redis-cluster"));
    atEnd.add(cluster::close);
    cluster.start();
    return cluster;
  }

  EmbeddedMariaDb startMariaDb() {
    MariaDbOptions options =
        new MariaDbOptions(folder.sub("mariadb"), 0, 64, 16, 500, Duration.ofMinutes(2));
    EmbeddedMariaDb database = new EmbeddedMariaDb(options, binaries);
    atEnd.add(database::kill);
    database.start();
    return database;
  }
}
