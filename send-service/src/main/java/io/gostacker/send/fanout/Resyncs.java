package io.gostacker.send.fanout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tells everybody to sync: at once, but not again before a second has passed, when one more time
/// covers whatever was missed meanwhile. A shard that cannot hand out what it finds says so for
/// each record, which may be tens of thousands; every socket would get as many frames. Thread-safe.
final class Resyncs {
  private static final Duration APART = Duration.ofSeconds(1);

  private final Runnable tell;
  private @Nullable Long toldAt;
  private boolean planned;

  /// @param tell tells everybody; from any thread
  Resyncs(Runnable tell) {
    this.tell = tell;
  }

  /// Everybody may have missed something until now.
  void ask() {
    if (isDue()) {
      tell.run();
    }
  }

  private synchronized boolean isDue() {
    long now = System.nanoTime();
    Long last = toldAt;
    if (last == null || now - last >= APART.toNanos()) {
      toldAt = now;
      return true;
    }
    if (!planned) {
      planned = true;
      Duration left = APART.minusNanos(now - last);
      Thread.ofVirtual().name("resync").start(() -> tellAfter(left));
    }
    return false;
  }

  private void tellAfter(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      planned = false;
      toldAt = System.nanoTime();
    }
    tell.run();
  }
}
