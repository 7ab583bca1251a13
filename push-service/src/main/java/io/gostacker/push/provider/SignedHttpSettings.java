package io.gostacker.push.provider;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Providers that take a signed call, `gostacker.push.http.<name>.*`.
///
/// @param http by name: at most 32 characters of `[a-z0-9-]`, none of which GoStacker itself has
@ConfigurationProperties("gostacker.push")
public record SignedHttpSettings(@DefaultValue Map<String, Target> http) {
  private static final Set<String> TAKEN =
      Set.of(ApnsProvider.NAME, FcmProvider.NAME, WebPushProvider.NAME);
  private static final int MIN_SECRET = 16;

  /// One of them.
  ///
  /// @param url where it takes calls
  /// @param secret that signs them; at least 16 characters
  /// @param timeout of one call; 100 ms to 60 s
  /// @param rate notifications a second; 1 to 100,000
  /// @param atOnce calls in flight; 1 to 1,000
  public record Target(
      @DefaultValue("") String url,
      @DefaultValue("") String secret,
      @DefaultValue("10s") Duration timeout,
      @DefaultValue("1000") int rate,
      @DefaultValue("64") int atOnce) {

    private void check(SettingsCheck check) {
      check.address(url, "url");
      check.require(
          secret.length() >= MIN_SECRET, "secret", "at least " + MIN_SECRET + " characters");
      check.pace(timeout, rate, atOnce);
    }

    /// Without the secret.
    @Override
    public String toString() {
      return "Target[" + url + "]";
    }
  }

  public SignedHttpSettings {
    http = Map.copyOf(http);
    http.forEach((name, target) -> {
      if (!name.matches("[a-z0-9-]{1,32}") || TAKEN.contains(name)) {
        throw new IllegalArgumentException(
            "gostacker.push.http."
                + name
                + " must be called by up to 32 lower-case letters, digits and '-', and not "
                + String.join(", ", TAKEN));
      }
      target.check(new SettingsCheck("gostacker.push.http." + name));
    });
  }
}
