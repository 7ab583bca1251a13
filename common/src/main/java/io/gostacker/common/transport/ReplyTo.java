package io.gostacker.common.transport;

/// Where the answer to a command goes.
@FunctionalInterface
public interface ReplyTo {

  /// Called exactly once, on a thread of the send service's: hand over and return, never block or
  /// throw.
  void reply(Reply reply);
}
