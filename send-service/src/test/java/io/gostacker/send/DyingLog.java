package io.gostacker.send;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A log whose user is as good as dead from [#die] on: what it asks is still carried out, but it
/// never hears of it.
final class DyingLog implements ShardLog {
  private final ShardLog log;
  private volatile boolean dead;

  DyingLog(ShardLog log) {
    this.log = log;
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
    return unlessDead(log.append(shard, expected, batchId, payload));
  }

  @Override
  public CompletableFuture<Appended> begin(
      int shard, Optional<Position> observed, Position base, byte[] payload) {
    return unlessDead(log.begin(shard, observed, base, payload));
  }

  @Override
  public CompletableFuture<Optional<Position>> head(int shard) {
    return unlessDead(log.head(shard));
  }

  @Override
  public CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit) {
    return unlessDead(log.read(shard, afterOffset, limit));
  }

  @Override
  public CompletableFuture<Optional<Position>> flushed(int shard) {
    return unlessDead(log.flushed(shard));
  }

  @Override
  public CompletableFuture<Void> raiseFlushed(int shard, Position flushed) {
    return unlessDead(log.raiseFlushed(shard, flushed));
  }

  @Override
  public CompletableFuture<Void> trim(int shard, long beforeOffset) {
    return unlessDead(log.trim(shard, beforeOffset));
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
