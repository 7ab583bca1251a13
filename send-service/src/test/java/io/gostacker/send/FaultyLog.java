package io.gostacker.send;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.testkit.shardlog.DecoratedLog;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A log whose appends sometimes lose their answer, never arrive, or arrive late. Seeded.
final class FaultyLog extends DecoratedLog {
  private final Random random;
  private volatile int percent;

  /// @param percent how many of 100 appends go wrong
  FaultyLog(ShardLog log, long seed, int percent) {
    super(log);
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
          super.append(shard, expected, batchId, payload)
              .thenApply(outcome -> new Appended.Unknown("its answer was lost"));
      case 1 -> CompletableFuture.completedFuture(new Appended.Unknown("it never arrived"));
      case 2 -> late(shard, expected, batchId, payload);
      default -> super.append(shard, expected, batchId, payload);
    };
  }

  private CompletableFuture<Appended> late(
      int shard, Position expected, String batchId, byte[] payload) {
    CompletableFuture.delayedExecutor(120, TimeUnit.MILLISECONDS)
        .execute(() -> {
          var unused = super.append(shard, expected, batchId, payload);
          flush();
        });
    return CompletableFuture.completedFuture(new Appended.Unknown("it is late"));
  }
}
