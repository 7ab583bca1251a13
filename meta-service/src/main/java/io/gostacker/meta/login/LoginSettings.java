package io.gostacker.meta.login;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Limits of logins, among `gostacker.rate-limit.*`.
///
/// @param enabled whether there are rate limits at all
/// @param wrongPasswords how many wrong passwords for one account are answered as such within a
///   minute, 1 to 1,000; after them every login of the account is `rate_limited` for a while
@ConfigurationProperties("gostacker.rate-limit")
public record LoginSettings(
    @DefaultValue("true") boolean enabled, @DefaultValue("10") int wrongPasswords) {

  public LoginSettings {
    if (wrongPasswords < 1 || wrongPasswords > 1000) {
      throw new IllegalArgumentException("gostacker.rate-limit.wrong-passwords must be 1 to 1000");
    }
  }
}
