package io.gostacker.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A JVM that starts both servers below a folder, says so, and waits to be killed.
final class ServerOwner {
  private ServerOwner() {}

  public static void main(String[] args) throws InterruptedException {
    BinaryCache binaries = new BinaryCache(BinaryCache.usualFolder(), line -> {});
    EmbeddedRedis redis = new EmbeddedRedis(new RedisOptions(Path.of(args[0], "redis")), binaries);
    EmbeddedMariaDb mariaDb =
        new EmbeddedMariaDb(new MariaDbOptions(Path.of(args[0], "mariadb")), binaries);
    redis.start();
    mariaDb.start();
    System.out.println(redis.pid() + " " + mariaDb.pid());
    new CountDownLatch(1).await();
  }
}
