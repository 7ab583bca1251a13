package io.gostacker.push.provider;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Google's service, `gostacker.push.fcm.*`.
///
/// @param credentialsFile of a service account that may send, as JSON; empty for no such provider
/// @param url where the service is
/// @param timeout for an answer, and an access token before it; 100 ms to 60 s
/// @param rate notifications a second; 1 to 100,000
/// @param atOnce calls in flight; 1 to 1,000
@ConfigurationProperties("gostacker.push.fcm")
public record FcmSettings(
    @DefaultValue("") String credentialsFile,
    @DefaultValue("https://fcm.googleapis.com") String url,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("1000") int rate,
    @DefaultValue("64") int atOnce) {

  public FcmSettings {
    SettingsCheck check = new SettingsCheck("gostacker.push.fcm");
    check.address(url, "url");
    check.pace(timeout, rate, atOnce);
  }

  /// Whether there is such a provider.
  boolean isOn() {
    return !credentialsFile.isEmpty();
  }
}
