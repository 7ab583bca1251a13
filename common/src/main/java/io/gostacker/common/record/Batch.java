package io.gostacker.common.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The payload of one entry of a shard's log.
///
/// @param epoch of the log when it was appended
/// @param records what happened, in order; none in an epoch's first entry
/// @param trace the step that appended it, see [io.gostacker.common.trace.Step#parent]; null when
///   nobody takes it
public record Batch(int epoch, List<LogRecord> records, @Nullable String trace) {
  public Batch {
    records = List.copyOf(records);
  }

  /// One that nobody follows.
  public Batch(int epoch, List<LogRecord> records) {
    this(epoch, records, null);
  }
}
