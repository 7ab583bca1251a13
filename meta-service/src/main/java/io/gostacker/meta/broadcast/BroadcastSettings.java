package io.gostacker.meta.broadcast;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How broadcasts are sent, `gostacker.broadcast.*`.
///
/// @param rate recipients a second of a broadcast that does not say; 1 to 10,000
/// @param atOnce messages that wait for their answer at a time; 1 to 256
/// @param retention how long one that is over is known; 1 h to 366 d
@ConfigurationProperties("gostacker.broadcast")
public record BroadcastSettings(
    @DefaultValue("500") int rate,
    @DefaultValue("32") int atOnce,
    @DefaultValue("30d") Duration retention) {
  static final int MAX_RATE = 10_000;

  public BroadcastSettings {
    within("rate", "1 to 10000", rate, 1, MAX_RATE);
    within("at-once", "1 to 256", atOnce, 1, 256);
    within("retention", "1h to 366d", retention.toHours(), 1, 366 * 24);
  }

  private static void within(String key, String range, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException("gostacker.broadcast." + key + " must be " + range);
    }
  }
}
