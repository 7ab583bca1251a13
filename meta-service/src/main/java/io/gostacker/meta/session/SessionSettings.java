package io.gostacker.meta.session;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Bounds of sessions, `gostacker.session.*`.
///
/// @param maxPerUser how many devices of one user may be logged in; one more ends the oldest login.
///   1 to 10,000
@ConfigurationProperties("gostacker.session")
public record SessionSettings(@DefaultValue("100") int maxPerUser) {

  public SessionSettings {
    if (maxPerUser < 1 || maxPerUser > 10_000) {
      throw new IllegalArgumentException("gostacker.session.max-per-user must be 1 to 10000");
    }
  }
}
