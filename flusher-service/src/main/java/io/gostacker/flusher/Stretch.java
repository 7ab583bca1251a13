package io.gostacker.flusher;

import io.gostacker.common.record.Batch;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.LogStep;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardState;
import java.util.ArrayList;
import java.util.List;

/// What comes next in a shard's log, as far as it continues what is flushed: one transaction's
/// worth.
///
/// @param end the last entry of it; the flushed one when there is none
/// @param traces the steps that appended it
/// @param stop why it ends there although more was read; empty when nothing is wrong
record Stretch(Position end, List<PlacedRecord> records, List<String> traces, String stop) {

  /// Takes entries until their rows or bytes reach a bound, at least one; no entry is divided.
  ///
  /// @param state what MySQL said before the entries were read
  static Stretch of(ShardState state, List<LogEntry> entries, int maxRows, long maxBytes) {
    Position at = state.flushed();
    // Below its base the epoch may be any earlier one; each begins with a record that says so.
    int epoch = at.offset() >= state.base() ? state.epoch() : 0;
    List<PlacedRecord> taken = new ArrayList<>();
    List<String> traces = new ArrayList<>(0);
    long rows = 0;
    long bytes = 0;
    for (LogEntry entry : entries) {
      if (rows >= maxRows || bytes >= maxBytes) {
        break;
      }
      switch (LogStep.of(at, epoch, entry)) {
        case LogStep.Next(Batch batch) -> {
          epoch = batch.epoch();
          rows += take(entry, batch, taken);
          if (batch.trace() != null) {
            traces.add(batch.trace());
          }
          bytes += entry.payload().length;
        }
        case LogStep.NewEpoch(int begun) -> {
          String objection = objection(state, begun, entry);
          if (!objection.isEmpty()) {
            return new Stretch(at, taken, traces, objection);
          }
          epoch = begun;
        }
        case LogStep.Broken(String reason) -> {
          return new Stretch(at, taken, traces, reason);
        }
      }
      at = entry.position();
    }
    return new Stretch(at, taken, traces, "");
  }

  private static int take(LogEntry entry, Batch batch, List<PlacedRecord> taken) {
    int rows = 0;
    int position = 0;
    for (LogRecord logRecord : batch.records()) {
      PlacedRecord placed = new PlacedRecord(entry.offset(), position++, batch.epoch(), logRecord);
      rows += placed.rows();
      taken.add(placed);
    }
    return rows;
  }

  /// An epoch counts once it was raised in MySQL, and begins at its base.
  private static String objection(ShardState state, int begun, LogEntry entry) {
    if (begun > state.epoch()) {
      return "epoch "
          + begun
          + " begins at "
          + entry.position()
          + " and MySQL knows none above "
          + state.epoch();
    }
    if (begun == state.epoch() && entry.offset() != state.base()) {
      return "epoch " + begun + " begins at " + entry.position() + " instead of " + state.base();
    }
    return "";
  }
}
