package io.gostacker.verify.load;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// After how long messages are acknowledged, counted from their first attempt.
public final class AnswerWatch {
  private static final double P99 = 99;
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(5);

  private final Histogram all = new Histogram(MAX_MICROS, 3);
  private final Histogram steady = new Histogram(MAX_MICROS, 3);

  /// After how long all but one of a hundred were.
  ///
  /// @param all of all devices
  /// @param steady of devices that kept their socket all the time
  public record Times(Duration all, Duration steady) {}

  void answered(long nanos, boolean isSteady) {
    long micros = Math.clamp(nanos / 1_000, 0, MAX_MICROS);
    all.recordValue(micros);
    if (isSteady) {
      steady.recordValue(micros);
    }
  }

  /// Those since the last time.
  Times take() {
    Times times = new Times(p99(all), p99(steady));
    all.reset();
    steady.reset();
    return times;
  }

  private static Duration p99(Histogram micros) {
    return Duration.of(micros.getValueAtPercentile(P99), ChronoUnit.MICROS);
  }
}
