package io.gostacker.push.provider;

import java.net.URI;
import java.time.Duration;

/// Refuses bad settings of one provider with a message that names the key.
///
/// @param prefix of its keys, for instance `gostacker.push.apns`
record SettingsCheck(String prefix) {
  private static final int MAX_RATE = 100_000;
  private static final int MAX_AT_ONCE = 1000;

  void require(boolean valid, String key, String expectation) {
    if (!valid) {
      throw new IllegalArgumentException(prefix + "." + key + " must be " + expectation);
    }
  }

  /// What all providers have.
  void pace(Duration timeout, int rate, int atOnce) {
    boolean isFitting = timeout.toMillis() >= 100 && timeout.toMillis() <= 60_000;
    require(isFitting, "timeout", "100ms to 60s");
    require(rate >= 1 && rate <= MAX_RATE, "rate", "1 to " + MAX_RATE);
    require(atOnce >= 1 && atOnce <= MAX_AT_ONCE, "at-once", "1 to " + MAX_AT_ONCE);
  }

  void address(String url, String key) {
    require(isAddress(url), key, "an http or https address");
  }

  private static boolean isAddress(String url) {
    try {
      return url.matches("https?://[^/]+.*") && URI.create(url).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
