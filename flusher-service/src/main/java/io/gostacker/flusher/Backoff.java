package io.gostacker.flusher;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after failures in a row: doubled each time, with jitter so that several
/// flushers do not come back at once.
final class Backoff {
  private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
  private static final int MAX_DOUBLINGS = 5; // 3.2 s

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /// Counts a failure.
  ///
  /// @return nanoseconds to wait: half to the whole of the present step
  long failed() {
    long step = FIRST_NANOS << Math.min(failures, MAX_DOUBLINGS);
    failures++;
    return step / 2 + random.nextLong(step / 2 + 1);
  }

  int failures() {
    return failures;
  }

  void succeeded() {
    failures = 0;
  }
}
