package io.gostacker.gateway.moderation;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Whether the app's back end is asked before a message is sent, `gostacker.before-send.*`.
///
/// @param url where; empty asks nobody
/// @param secret that signs the questions; at least 16 characters where there is an address
/// @param timeout for the answer; 10 ms to 10 s
/// @param onFailure what becomes of a message when there is none
/// @param atOnce questions at a time; 1 to 1,024
@ConfigurationProperties("gostacker.before-send")
public record BeforeSendSettings(
    @DefaultValue("") String url,
    @DefaultValue("") String secret,
    @DefaultValue("2s") Duration timeout,
    @DefaultValue("refuse") OnFailure onFailure,
    @DefaultValue("64") int atOnce) {
  private static final int MIN_SECRET = 16;

  /// What becomes of a message about which the app did not answer.
  public enum OnFailure {
    /// It is answered `unavailable`; its sender tries again.
    REFUSE,
    /// It is sent as it is.
    ACCEPT
  }

  public BeforeSendSettings {
    if (!url.isEmpty()) {
      require(url.matches("https?://[^/]+.*"), "url", "an http or https address");
      require(URI.create(url).getHost() != null, "url", "an http or https address");
      require(secret.length() >= MIN_SECRET, "secret", "at least " + MIN_SECRET + " characters");
    }
    require(timeout.toMillis() >= 10 && timeout.toMillis() <= 10_000, "timeout", "10ms to 10s");
    require(atOnce >= 1 && atOnce <= 1024, "at-once", "1 to 1024");
  }

  /// Whether anybody is asked.
  boolean isOn() {
    return !url.isEmpty();
  }

  private static void require(boolean valid, String key, String expectation) {
    if (!valid) {
      throw new IllegalArgumentException(
          "gostacker.before-send." + key + " must be " + expectation);
    }
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "BeforeSendSettings[" + url + "]";
  }
}
