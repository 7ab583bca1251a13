package io.gostacker.common.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How much anybody may ask for, `gostacker.rate-limit.*`. Each from 1 on.
///
/// @param enabled false: no limits at all
/// @param sendBurst messages that an account may send at once, and
/// @param sendPerSecond a second on and on
/// @param deviceBurst the same for each of its devices, and
/// @param devicePerSecond on and on
/// @param requestBurst other REST requests of an account at once, and
/// @param requestsPerSecond on and on
/// @param authPerMinute registrations, logins and refreshes, of each as many, from one address
/// @param wrongPasswords for one account in a minute that are answered as such; then its logins are
///   refused for a time that grows
/// @param connectsPerSecond sockets that a gateway takes in a second, and at once after a quiet
///   one; who comes in between waits for up to 4 s, or is refused with 503
@ConfigurationProperties("gostacker.rate-limit")
public record RateLimitSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("200") int sendBurst,
    @DefaultValue("20") int sendPerSecond,
    @DefaultValue("200") int deviceBurst,
    @DefaultValue("20") int devicePerSecond,
    @DefaultValue("400") int requestBurst,
    @DefaultValue("100") int requestsPerSecond,
    @DefaultValue("600") int authPerMinute,
    @DefaultValue("10") int wrongPasswords,
    @DefaultValue("500") int connectsPerSecond) {

  public RateLimitSettings {
    check("send-burst", sendBurst);
    check("send-per-second", sendPerSecond);
    check("device-burst", deviceBurst);
    check("device-per-second", devicePerSecond);
    check("request-burst", requestBurst);
    check("requests-per-second", requestsPerSecond);
    check("auth-per-minute", authPerMinute);
    check("wrong-passwords", wrongPasswords);
    check("connects-per-second", connectsPerSecond);
  }

  /// Whether a device may do less than its account.
  public boolean devicesAreTighter() {
    return deviceBurst < sendBurst || devicePerSecond < sendPerSecond;
  }

  private static void check(String key, int value) {
    if (value < 1 || value > 1_000_000) {
      throw new IllegalArgumentException(
          "gostacker.rate-limit." + key + " must be 1 to 1000000, not " + value);
    }
  }
}
