package io.gostacker.testkit.shardlog;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A log whose single steps a test overrides, over one that can be exchanged.
public class DecoratedLog implements ShardLog {
  private volatile ShardLog log;

  public DecoratedLog(ShardLog log) {
    this.log = log;
  }

  /// From now on it is another one: that is what a Redis looks like which was wiped or restored.
  public void exchange(ShardLog other) {
    log = other;
  }

  @Override
  public CompletableFuture<Appended> append(
      int shard, Position expected, String batchId, byte[] payload) {
    return log.append(shard, expected, batchId, payload);
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
  public boolean isUp(int shard) {
    return log.isUp(shard);
  }

  @Override
  public int connection(int shard) {
    return log.connection(shard);
  }
}
