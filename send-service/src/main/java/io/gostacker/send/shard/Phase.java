package io.gostacker.send.shard;

/// What a shard's worker is at.
enum Phase {
  /// The log is being compared with what MySQL has; nothing is decided.
  OPENING,
  /// Entries of others are being applied; nothing is decided.
  FOLLOWING,
  READY,
  CLOSED
}
