package io.gostacker.client;

import java.time.Duration;

/// How a [Connection] behaves.
///
/// @param handshake where the access token goes
/// @param firstBackoff ceiling of the wait after the first failure
/// @param mostBackoff ceiling of any wait
/// @param answerTimeout an unanswered `send` is repeated after this, an unanswered `sync` or
///   handshake breaks the connection
/// @param gapGrace how long a missing seq may still arrive by itself before `sync` is asked
/// @param outboxLimit messages that wait for their answer; more are refused
public record ConnectionSettings(
    Handshake handshake,
    Duration firstBackoff,
    Duration mostBackoff,
    Duration answerTimeout,
    Duration gapGrace,
    int outboxLimit) {

  /// Where the access token of a new connection goes.
  public enum Handshake {
    /// In the `Authorization` header of the upgrade.
    HEADER,
    /// In a `hello` frame, as browsers must.
    HELLO
  }

  /// Fit for a chat application.
  public static ConnectionSettings defaults() {
    return new ConnectionSettings(
        Handshake.HEADER,
        Duration.ofMillis(500),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofMillis(300),
        1_000);
  }
}
