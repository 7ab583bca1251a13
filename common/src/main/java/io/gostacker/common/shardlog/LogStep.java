package io.gostacker.common.shardlog;

import io.gostacker.common.record.Batch;
import io.gostacker.common.record.BatchCodec;

/// What the next entry is to a reader of a shard's log. All readers (send, flusher, push, feed) ask
/// this before they take an entry in.
public sealed interface LogStep {

  /// The entry right after the reader's position, of the reader's epoch.
  record Next(Batch batch) implements LogStep {}

  /// A new epoch begins at this entry: what the log lost is lost, and everything derived from it
  /// must be loaded again.
  record NewEpoch(int epoch) implements LogStep {}

  /// The entry does not continue what the reader has: the log was lost or replaced below it.
  record Broken(String reason) implements LogStep {}

  /// Judges an entry.
  ///
  /// @param at the last entry that the reader has taken in
  /// @param epoch of the log at that place
  static LogStep of(Position at, int epoch, LogEntry entry) {
    Batch batch;
    try {
      batch = BatchCodec.decode(entry.payload());
    } catch (IllegalArgumentException e) {
      return new Broken("entry " + entry.offset() + " cannot be read: " + e.getMessage());
    }
    if (batch.records().isEmpty() && batch.epoch() > epoch && entry.offset() > at.offset()) {
      return new NewEpoch(batch.epoch());
    }
    if (!entry.follows(at)) {
      return new Broken("entry " + entry.position() + " does not follow " + at);
    }
    return new Next(batch);
  }
}
