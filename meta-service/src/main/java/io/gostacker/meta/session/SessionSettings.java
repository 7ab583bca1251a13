package io.gostacker.meta.session;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Bounds of sessions, `gostacker.session.*`.
///
/// @param maxPerUser how many devices of one user may be logged in; one more ends the oldest login.
///   1 to 10,000
/// @param maxPerPlatform how many of one platform: what a login says as `platform`, in lower case.
///   One more ends the oldest of that platform. A platform that is not named has no bound of its
///   own
@ConfigurationProperties("gostacker.session")
public record SessionSettings(
    @DefaultValue("100") int maxPerUser, @DefaultValue Map<String, Integer> maxPerPlatform) {

  public SessionSettings {
    maxPerPlatform = Map.copyOf(maxPerPlatform);
    if (maxPerUser < 1 || maxPerUser > 10_000) {
      throw new IllegalArgumentException("gostacker.session.max-per-user must be 1 to 10000");
    }
    maxPerPlatform.forEach((platform, max) -> {
      if (!platform.matches("[a-z0-9-]{1,32}") || max < 1 || max > 10_000) {
        throw new IllegalArgumentException(
            "gostacker.session.max-per-platform."
                + platform
                + " must be 1 to 10000, of a platform of lower-case letters, digits and '-'");
      }
    });
  }
}
