package io.gostacker.verify.fault;

import io.gostacker.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// What a full disk does to Redis and MySQL, each of which has one of its own.
public final class DiskFaults {
  private static final Duration LONG = Duration.ofSeconds(4);

  private final Supplier<SmallDisk> redisDisk;
  private final Supplier<SmallDisk> mySqlDisk;
  private final Supplier<EmbeddedRedis> redis;

  /// All are asked when something is done to them.
  public DiskFaults(
      Supplier<SmallDisk> redisDisk, Supplier<SmallDisk> mySqlDisk, Supplier<EmbeddedRedis> redis) {
    this.redisDisk = redisDisk;
    this.mySqlDisk = mySqlDisk;
    this.redis = redis;
  }

  public List<Fault> all() {
    return List.of(
        new Fault(
            "redis-disk-full",
            "the disk of Redis is full, whereupon Redis ends; it is started when there is room",
            LONG,
            () -> redisDisk.get().fill(),
            () -> {
              redisDisk.get().free();
              redis.get().kill(); // if it has written nothing meanwhile
              redis.get().start();
            }),
        new Fault(
            "mysql-disk-full",
            "the disk of MySQL is full",
            LONG,
            () -> mySqlDisk.get().fill(),
            () -> mySqlDisk.get().free()));
  }
}
