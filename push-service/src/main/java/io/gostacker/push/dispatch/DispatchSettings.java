package io.gostacker.push.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How notifications are sent, `gostacker.push.*`.
///
/// @param dispatcher where they are sent from
/// @param workers batches of a provider that are prepared and handed over at a time; 1 to 64
/// @param queueSize notifications of a provider that a process has in hand; what is beyond waits in
///   MySQL; 10 to 100,000
/// @param maxWaiting notifications of a provider that wait in MySQL; then nobody new is noted until
///   they are fewer, and the feed waits; 1,000 to 100,000,000
/// @param firstRetry after how long one that failed is tried again; then it doubles up to ten
///   minutes; 10 ms to 10 min
/// @param giveUpAfter the first try; 1 s to 7 d
/// @param settle how long after the start of the process nobody is taken for away: clients are just
///   coming back; 0 to 5 min
@ConfigurationProperties("gostacker.push")
public record DispatchSettings(
    @DefaultValue("embedded") Place dispatcher,
    @DefaultValue("2") int workers,
    @DefaultValue("2000") int queueSize,
    @DefaultValue("1000000") int maxWaiting,
    @DefaultValue("2s") Duration firstRetry,
    @DefaultValue("6h") Duration giveUpAfter,
    @DefaultValue("5s") Duration settle) {

  /// Where notifications are sent from.
  public enum Place {
    /// The send instances, one of them at a time.
    EMBEDDED,
    /// Processes of their own (`gostacker-push`), one of them at a time.
    SEPARATE,
    /// Nowhere.
    OFF
  }

  public DispatchSettings {
    within("workers", "1 to 64", workers, 1, 64);
    within("queue-size", "10 to 100000", queueSize, 10, 100_000);
    within("max-waiting", "1000 to 100000000", maxWaiting, 1_000, 100_000_000);
    within("first-retry", "10ms to 10m", firstRetry.toMillis(), 10, 600_000);
    within("give-up-after", "1s to 7d", giveUpAfter.toSeconds(), 1, 7 * 86_400L);
    within("settle", "0s to 5m", settle.toMillis(), 0, 300_000);
  }

  private static void within(String key, String range, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException("gostacker.push." + key + " must be " + range);
    }
  }
}
