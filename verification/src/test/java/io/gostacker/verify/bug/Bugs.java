package io.gostacker.verify.bug;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Which bug is in right now.
final class Bugs {
  private static volatile @Nullable Bug active;
  private static final AtomicInteger CHANCES = new AtomicInteger();

  private Bugs() {}

  static void activate(@Nullable Bug bug) {
    active = bug;
    CHANCES.set(0);
  }

  static boolean isActive(Bug bug) {
    return active == bug;
  }

  /// Every n-th time, while it is in.
  static boolean strikes(Bug bug, int each) {
    return active == bug && CHANCES.incrementAndGet() % each == 0;
  }
}
