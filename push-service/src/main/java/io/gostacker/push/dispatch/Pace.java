package io.gostacker.push.dispatch;

import java.time.Duration;

/// Lets so many a second pass, evenly. Thread-safe.
final class Pace {
  private final long gap;
  private long next = System.nanoTime();

  /// @param rate a second
  Pace(int rate) {
    this.gap = Duration.ofSeconds(1).toNanos() / rate;
  }

  /// Waits for a turn.
  void await() throws InterruptedException {
    long now = System.nanoTime();
    long turn;
    synchronized (this) {
      turn = next - now > 0 ? next : now;
      next = turn + gap;
    }
    if (turn - now > 0) {
      Thread.sleep(Duration.ofNanos(turn - now));
    }
  }
}
