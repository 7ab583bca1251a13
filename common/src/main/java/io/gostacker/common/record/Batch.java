package io.gostacker.common.record;

import java.util.List;

/// The payload of one entry of a shard's log.
///
/// @param epoch of the log when it was appended
/// @param records what happened, in order; none in an epoch's first entry
public record Batch(int epoch, List<LogRecord> records) {
  public Batch {
    records = List.copyOf(records);
  }
}
