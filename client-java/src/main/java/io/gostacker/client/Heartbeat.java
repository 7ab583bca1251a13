package io.gostacker.client;

import java.time.Duration;

/// When to ping, and when to call the server silent. Not thread-safe; times are a [Ticker]'s.
final class Heartbeat {
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(30);

  private long intervalMs = UNTIL_TOLD.toMillis();
  private long lastHeard;
  private long lastSaid;

  Heartbeat(long now) {
    lastHeard = now;
    lastSaid = now;
  }

  /// What the server said in `welcome`; 0 is no wish.
  void every(long seconds) {
    if (seconds > 0) {
      intervalMs = seconds * 1000;
    }
  }

  void heard(long now) {
    lastHeard = now;
  }

  void said(long now) {
    lastSaid = now;
  }

  /// Whether one's own silence has lasted half the interval.
  boolean pingDue(long now) {
    return now - lastSaid >= intervalMs / 2;
  }

  /// Whether the server's silence has lasted two intervals.
  boolean silent(long now) {
    return now - lastHeard > 2 * intervalMs;
  }

  /// When one of these comes true next.
  long deadline() {
    return Math.min(lastSaid + intervalMs / 2, lastHeard + 2 * intervalMs + 1);
  }
}
