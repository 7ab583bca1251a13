package io.gostacker.common.transport;

/// Where the answer to a command goes.
@FunctionalInterface
public interface ReplyTo {

  /// Called exactly once, on a thread of the send service's: hand over and return, never block or
  /// throw.
  void reply(Reply reply);

  /// Whether, when the command was handed over, its caller had not been told the end of an earlier
  /// message of the same device in the same conversation. Only then can the caller have another
  /// instance decide on that one, unknown to its sender.
  default boolean follows() {
    return false;
  }
}
