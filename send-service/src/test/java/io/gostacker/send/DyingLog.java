package io.gostacker.send;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.testkit.shardlog.DecoratedLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A log whose user is as good as dead from [#die] on: what it asks is still carried out, but it
/// never hears of it.
final class DyingLog extends DecoratedLog {
  private volatile boolean dead;

  DyingLog(ShardLog log) {
    super(log);
  }

  void die() {
    dead = true;
  }

  private <T> CompletableFuture<T> unlessDead(CompletableFuture<T> answer) {
    return dead ? new CompletableFuture<>() : answer;
  }

  @Override
  public CompletableFuture<Appended> append(
      int shard, Position expected, String batchId, byte[] payload) {
    return unlessDead(super.append(shard, expected, batchId, payload));
  }

  @Override
  public CompletableFuture<Optional<Position>> head(int shard) {
    return unlessDead(super.head(shard));
  }

  @Override
  public CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit) {
    return unlessDead(super.read(shard, afterOffset, limit));
  }

  @Override
  public CompletableFuture<Optional<Position>> flushed(int shard) {
    return unlessDead(super.flushed(shard));
  }
}
