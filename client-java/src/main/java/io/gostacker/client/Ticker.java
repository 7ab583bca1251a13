package io.gostacker.client;

/// A clock for intervals: milliseconds from an arbitrary origin, never going back.
@FunctionalInterface
interface Ticker {

  /// A deadline that never comes.
  long NEVER = Long.MAX_VALUE;

  long millis();

  /// Starts at 0 now.
  static Ticker system() {
    long origin = System.nanoTime();
    return () -> (System.nanoTime() - origin) / 1_000_000;
  }
}
