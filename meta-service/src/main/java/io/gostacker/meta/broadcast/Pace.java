package io.gostacker.meta.broadcast;

import java.time.Duration;

/// Lets steps pass one after the other, evenly, so many a second at most. For one thread.
final class Pace {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /// How much of what was lost is made up for, as sleeping is not exact.
  private static final long SLACK = Duration.ofMillis(10).toNanos();

  private final long interval;
  private long next = System.nanoTime();

  /// @param rate steps a second
  Pace(int rate) {
    this.interval = SECOND / rate;
  }

  /// Blocks until the next step may be done: the first at once.
  void await() throws InterruptedException {
    long wait = next - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(Duration.ofNanos(wait));
    }
    long earliest = System.nanoTime() - SLACK;
    next = (next - earliest > 0 ? next : earliest) + interval;
  }
}
