package io.gostacker.common.shardlog;

/// How an append ended.
public sealed interface Appended {

  /// The entry stands at its offset, fsynced where the log is durable.
  ///
  /// @param appendedAt epoch milliseconds by the log's own clock
  record Done(long appendedAt) implements Appended {}

  /// Nothing was appended: the head is another one.
  record Conflict(Position head) implements Appended {}

  /// Nothing was appended: the log has no head. It was never written, or has lost everything.
  record Gone() implements Appended {}

  /// Nothing was appended: the log has no room.
  record Full() implements Appended {}

  /// The entry may have been appended, or may yet be: only the log itself can tell.
  record Unknown(String reason) implements Appended {}
}
