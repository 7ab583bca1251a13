package io.gostacker.common.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// Timers that are told as histograms with the same bounds everywhere, so that they can be summed
/// over processes.
public final class Latency {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5)
  };

  private Latency() {}

  /// A timer from 1 ms to 5 s, to be registered.
  public static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BOUNDS);
  }
}
