package io.gostacker.push.provider;

import java.time.Duration;
import java.util.Optional;

/// What became of a notification.
public sealed interface Outcome {

  /// The provider has taken it.
  record Taken() implements Outcome {}

  /// The device does not exist any more, or never did: its token is to be removed.
  ///
  /// @param reason in the provider's words
  record Gone(String reason) implements Outcome {}

  /// It may be taken later: the provider is away, busy or in trouble, or our own credentials are
  /// refused, which somebody has to mend.
  ///
  /// @param after how long the provider wants to be left alone, if it says so
  record Later(String reason, Optional<Duration> after) implements Outcome {
    public static Later because(String reason) {
      return new Later(reason, Optional.empty());
    }
  }

  /// The provider will never take it.
  record Refused(String reason) implements Outcome {}
}
