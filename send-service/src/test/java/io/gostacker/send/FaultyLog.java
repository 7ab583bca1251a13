package io.gostacker.send;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A log whose appends sometimes lose their answer, never arrive, or arrive late. Seeded.
final class FaultyLog implements ShardLog {
  private final ShardLog log;
  private final Random random;
  private volatile int percent;

  /// @param percent how many of 100 appends go wrong
  FaultyLog(ShardLog log, long seed, int percent) {
    this.log = log;
    this.random = new Random(seed);
    this.percent = percent;
  }

  /// From now on nothing goes wrong.
  void heal() {
    percent = 0;
  }

  @Override
  public CompletableFuture<Appended> append(
      int shard, Position expected, String batchId, byte[] payload) {
    int dice;
    synchronized (random) {
      dice = random.nextInt(100) < percent ? random.nextInt(3) : -1;
    }
    return switch (dice) {
      case 0 ->
          log.append(shard, expected, batchId, payload)
              .thenApply(outcome -> new Appended.Unknown("its answer was lost"));
      case 1 -> CompletableFuture.completedFuture(new Appended.Unknown("it never arrived"));
      case 2 -> late(shard, expected, batchId, payload);
      default -> log.append(shard, expected, batchId, payload);
    };
  }

  private CompletableFuture<Appended> late(
      int shard, Position expected, String batchId, byte[] payload) {
    CompletableFuture.delayedExecutor(120, TimeUnit.MILLISECONDS)
        .execute(() -> {
          var unused = log.append(shard, expected, batchId, payload);
          log.flush();
        });
    return CompletableFuture.completedFuture(new Appended.Unknown("it is late"));
  }

  @Override
  public CompletableFuture<Appended> begin(
      int shard, Optional<Position> observed, Position base, byte[] payload) {
    return log.begin(shard, observed, base, payload);
  }

  @Override
  public CompletableFuture<Optional<Position>> head(int shard) {
    return log.head(shard);
  }

  @Override
  public CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit) {
    return log.read(shard, afterOffset, limit);
  }

  @Override
  public CompletableFuture<Optional<Position>> flushed(int shard) {
    return log.flushed(shard);
  }

  @Override
  public CompletableFuture<Void> raiseFlushed(int shard, Position flushed) {
    return log.raiseFlushed(shard, flushed);
  }

  @Override
  public CompletableFuture<Void> trim(int shard, long beforeOffset) {
    return log.trim(shard, beforeOffset);
  }

  @Override
  public void flush() {
    log.flush();
  }

  @Override
  public boolean isUp() {
    return log.isUp();
  }

  @Override
  public int connection() {
    return log.connection();
  }
}
