package io.gostacker.testkit.shardlog;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Asks a log and waits for the answer.
public final class LogProbe {
  private static final long PATIENCE_SECONDS = 30;

  private final ShardLog log;

  public LogProbe(ShardLog log) {
    this.log = log;
  }

  /// A batch id that nothing else has.
  public static String batchId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /// Waits for an answer that was asked before; flushes.
  public <T> T answer(CompletableFuture<T> asked) {
    log.flush();
    return asked.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  public Appended append(int shard, Position expected, String batchId, byte[] payload) {
    return answer(log.append(shard, expected, batchId, payload));
  }

  /// Appends after `expected`, which must be the head.
  ///
  /// @return the new head
  public Position appended(int shard, Position expected, byte[] payload) {
    String batchId = batchId();
    if (append(shard, expected, batchId, payload) instanceof Appended.Done) {
      return new Position(expected.offset() + 1, batchId);
    }
    throw new AssertionError("not appended after " + expected);
  }

  public Appended begin(int shard, Optional<Position> observed, Position base) {
    return answer(log.begin(shard, observed, base, new byte[] {1, 2, 0}));
  }

  /// Begins the log of a shard that was never written.
  public Position begun(int shard, long offset) {
    Position base = new Position(offset, batchId());
    if (begin(shard, Optional.empty(), base) instanceof Appended.Done) {
      return base;
    }
    throw new AssertionError("not begun: shard " + shard);
  }

  public Optional<Position> head(int shard) {
    return answer(log.head(shard));
  }

  public List<LogEntry> read(int shard, long afterOffset, int limit) {
    return answer(log.read(shard, afterOffset, limit));
  }

  public List<Long> offsets(int shard, long afterOffset, int limit) {
    return read(shard, afterOffset, limit).stream().map(LogEntry::offset).toList();
  }

  public Optional<Position> flushed(int shard) {
    return answer(log.flushed(shard));
  }

  public void raiseFlushed(int shard, Position flushed) {
    answer(log.raiseFlushed(shard, flushed));
  }

  public void trim(int shard, long beforeOffset) {
    answer(log.trim(shard, beforeOffset));
  }
}
