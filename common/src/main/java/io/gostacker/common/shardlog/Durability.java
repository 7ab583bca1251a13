package io.gostacker.common.shardlog;

/// When something counts as kept, `gostacker.durability`.
public enum Durability {
  /// As soon as it is in the log: Redis fsyncs each entry, and is one server whose file stays.
  REDIS,

  /// As soon as it is in MySQL, fan-out and reads included: for a Redis that fails over by itself,
  /// whose replica may lack what was answered last.
  MYSQL
}
