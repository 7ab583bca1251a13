package io.gostacker.common.limit;

import java.time.Duration;

/// Lets so many steps a second pass, evenly; who comes too early waits. Thread-safe.
public final class Pace {
  /// How much of what was lost is made up for, as sleeping is not exact.
  private static final long SLACK = Duration.ofMillis(10).toNanos();

  private final long gap;
  private long next = System.nanoTime();

  /// @param rate steps a second, at least 1
  public Pace(int rate) {
    this.gap = Duration.ofSeconds(1).toNanos() / rate;
  }

  /// Blocks until the next step may be done: the first at once.
  public void await() throws InterruptedException {
    long now = System.nanoTime();
    long turn;
    synchronized (this) {
      turn = next - (now - SLACK) > 0 ? next : now - SLACK;
      next = turn + gap;
    }
    if (turn - now > 0) {
      Thread.sleep(Duration.ofNanos(turn - now));
    }
  }
}
