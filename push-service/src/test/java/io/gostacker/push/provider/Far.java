package io.gostacker.push.provider;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The far side of a provider, played on this machine by its protocol.
interface Far extends AutoCloseable {

  /// How it behaves.
  enum Play {
    TAKE,
    GONE,
    REFUSE,
    BUSY,
    FAIL,
    /// Our own credentials are not accepted.
    FORBID,
    /// Answers nothing until it is released.
    HOLD,
    HANG_UP
  }

  /// What arrived.
  ///
  /// @param id what tells a repeated notification from a new one
  /// @param collapseKey by which notifications replace each other
  /// @param bytes of what the provider's limit is for
  record Arrival(String id, String collapseKey, String title, String body, long badge, int bytes) {}

  /// The near side of it.
  PushProvider provider(Duration timeout);

  /// A device that it knows.
  String token();

  void play(Play play);

  /// Takes what it holds, and from now on everything.
  void release();

  /// How many notifications it can hold at a time.
  default int places() {
    return 2;
  }

  List<Arrival> arrived();

  /// What was wrong with what arrived, by the protocol.
  List<String> troubles();

  int maxBytes();

  /// Of what it shows when there is no preview.
  String hiddenBody();

  /// What it asks for when it is busy.
  Optional<Duration> pause();

  @Override
  void close();
}
