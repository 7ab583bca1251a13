package io.gostacker.meta.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How webhooks are called, `gostacker.webhook.*`.
///
/// @param timeout of one call; 100 ms to 60 s
/// @param atOnce calls to one webhook at a time, each of another conversation; 1 to 256
/// @param firstRetry after how long a call that failed is repeated; then it doubles up to an hour
/// @param giveUpAfter the first try; 1 s to 30 d
/// @param maxLate events of one webhook that wait to be repeated; then it is told of nothing new
///   until they are fewer; 1 to 1,000,000
@ConfigurationProperties("gostacker.webhook")
public record WebhookSettings(
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("16") int atOnce,
    @DefaultValue("1s") Duration firstRetry,
    @DefaultValue("24h") Duration giveUpAfter,
    @DefaultValue("10000") int maxLate) {

  public WebhookSettings {
    within("timeout", "100ms to 60s", timeout.toMillis(), 100, 60_000);
    within("at-once", "1 to 256", atOnce, 1, 256);
    within("first-retry", "10ms to 1h", firstRetry.toMillis(), 10, 3_600_000);
    within("give-up-after", "1s to 30d", giveUpAfter.toSeconds(), 1, 30 * 86_400L);
    within("max-late", "1 to 1000000", maxLate, 1, 1_000_000);
  }

  private static void within(String key, String range, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException("gostacker.webhook." + key + " must be " + range);
    }
  }
}
