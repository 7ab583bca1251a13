package io.gostacker.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waiting times between attempts: exponential with full jitter, so that clients that lost the same
/// gateway do not come back together. Not thread-safe.
final class Backoff {
  private static final int MAX_DOUBLINGS = 20;

  private final Duration first;
  private final Duration most;
  private final RandomGenerator random;
  private int failures;

  Backoff(Duration first, Duration most, RandomGenerator random) {
    this.first = first;
    this.most = most;
    this.random = random;
  }

  /// Between 0 and `first` doubled once per failure before, at most `most`.
  Duration next() {
    long ceiling = Math.min(most.toMillis(), first.toMillis() << Math.min(failures, MAX_DOUBLINGS));
    failures++;
    return Duration.ofMillis(random.nextLong(ceiling + 1));
  }

  /// The next attempt worked: begin again with the shortest wait.
  void reset() {
    failures = 0;
  }
}
