package io.gostacker.common.shardlog;

/// One entry of a shard's log.
///
/// @param previousBatchId batch id of the entry before; what chains the log
/// @param appendedAt epoch milliseconds by the log's own clock
/// @param payload a [io.gostacker.common.record.Batch] as bytes
public record LogEntry(
    long offset, String batchId, String previousBatchId, long appendedAt, byte[] payload) {

  public Position position() {
    return new Position(offset, batchId);
  }

  /// Whether this entry is the one right after `position`.
  public boolean follows(Position position) {
    return offset == position.offset() + 1 && previousBatchId.equals(position.batchId());
  }
}
