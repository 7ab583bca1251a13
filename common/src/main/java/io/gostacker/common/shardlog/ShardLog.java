package io.gostacker.common.shardlog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The logs of all shards: what is in them has happened.
///
/// **Append is compare-and-set.** Invariant: who appends offset n + 1 has applied every entry up to
/// n. An append names the head that its writer has applied and is refused if the log's head is
/// another one, so any number of writers may think that they own a shard; they cost each other
/// retries, nothing else.
///
/// Calls never block and may be made from any thread; several calls made one after another on one
/// thread reach the log in that order. Nothing is sent before [#flush], so that a turn's calls
/// share one write. Futures complete on a thread of the log's: hand over and return. They complete
/// exceptionally (with any exception) when the log cannot be asked; appends do not: they answer
/// [Appended.Unknown].
public interface ShardLog {

  /// Appends one entry right after `expected`.
  ///
  /// @param batchId random; tells this entry from any other that ever stood at its offset
  CompletableFuture<Appended> append(int shard, Position expected, String batchId, byte[] payload);

  /// Begins an epoch: appends an entry at exactly `base` if the head is still `observed`, or still
  /// missing when that is empty.
  CompletableFuture<Appended> begin(
      int shard, Optional<Position> observed, Position base, byte[] payload);

  /// The newest entry; empty when there is none.
  CompletableFuture<Optional<Position>> head(int shard);

  /// Entries with an offset above `afterOffset`, ascending, at most `limit`. Fewer than asked for
  /// says nothing about the end.
  CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit);

  /// Up to where MySQL is known to have the log; empty when nobody has said so yet.
  CompletableFuture<Optional<Position>> flushed(int shard);

  /// Raises [#flushed]; a lower one than is known is ignored.
  CompletableFuture<Void> raiseFlushed(int shard, Position flushed);

  /// Forgets entries with an offset below `beforeOffset`; the head stays.
  CompletableFuture<Void> trim(int shard, long beforeOffset);

  /// Sends what was asked since the last flush.
  void flush();

  /// Whether asking about a shard makes sense right now. Changes by itself.
  boolean isUp(int shard);

  /// Tells the connection to where a shard's log is from all before it. Whoever appends on another
  /// one than before first makes sure that the log still has what it had.
  default int connection(int shard) {
    return 1;
  }
}
