package io.gostacker.verify.subject;

import io.gostacker.embedded.BinaryCache;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.MariaDbOptions;
import io.gostacker.embedded.RedisOptions;
import io.gostacker.verify.fault.ClockFaults;
import io.gostacker.verify.fault.DiskFaults;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.fault.SmallDisk;
import io.gostacker.verify.fault.StoreFaults;
import io.gostacker.verify.load.FinalReads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A Redis and a MariaDB of the verification's own, set up as shipped.
///
/// @param disks the one of Redis and the one of MySQL; empty where both use the disk of all
record Stores(EmbeddedRedis redis, EmbeddedMariaDb mySql, List<SmallDisk> disks)
    implements AutoCloseable {
  static final String DATABASE = "verify";

  private static final int REDIS_MIB = 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Of the server API of what runs on them.
  static final String KEY = "c3a1f0e2b4d5968778695a4b3c2d1e0f";

  /// Starts both.
  static Stores start(Setup setup) {
    Path folder = setup.folder();
    BinaryCache binaries = new BinaryCache(BinaryCache.usualFolder(), what -> {});
    EmbeddedRedis redis =
        new EmbeddedRedis(
            new RedisOptions(
                made(folder.resolve("redis")),
                0,
                REDIS_MIB,
                PATIENCE,
                ClockFaults.ofRedis(made(setup.clocks()))),
            binaries);
    EmbeddedMariaDb mySql =
        new EmbeddedMariaDb(new MariaDbOptions(made(folder.resolve("mariadb"))), binaries);
    Stores stores = new Stores(redis, mySql, setup.hasDisks() ? disks(folder) : List.of());
    try {
      redis.start();
      mySql.start();
    } catch (RuntimeException e) {
      stores.close();
      throw e;
    }
    return stores;
  }

  private static List<SmallDisk> disks(Path folder) {
    return Stream.of("redis", "mariadb")
        .map(name -> new SmallDisk(folder.resolve(name + ".disk"), folder.resolve(name)))
        .toList();
  }

  /// What can be done to them.
  ///
  /// @param stores asked when something is done
  static List<Fault> faults(Supplier<Stores> stores, Setup setup) {
    List<Fault> faults =
        new ArrayList<>(
            new StoreFaults(() -> stores.get().redis(), () -> stores.get().mySql()).all());
    if (setup.hasDisks()) {
      faults.addAll(
          new DiskFaults(
                  () -> stores.get().disks().getFirst(),
                  () -> stores.get().disks().getLast(),
                  () -> stores.get().redis())
              .all());
    }
    return faults;
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
    disks.forEach(SmallDisk::close);
  }
}
