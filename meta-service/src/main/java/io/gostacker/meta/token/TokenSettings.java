package io.gostacker.meta.token;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How tokens are made, `gostacker.token.*`.
///
/// @param keys folder of the signing keys, one private RSA JWK a file, `*.json`
/// @param generateKey whether a key is made when the folder has none
/// @param keysReload how often the folder is looked at; a new key signs after twice that time, when
///   every instance verifies with it
/// @param accessTtl how long an access token is good, 1 second to 24 hours
/// @param refreshTtl how long a refresh token is good, and by that how long a device may be away;
///   longer than `accessTtl`, at most 400 days
@ConfigurationProperties("gostacker.token")
public record TokenSettings(
    @Nullable Path keys,
    @DefaultValue("false") boolean generateKey,
    @DefaultValue("1m") Duration keysReload,
    @DefaultValue("1h") Duration accessTtl,
    @DefaultValue("30d") Duration refreshTtl) {

  public TokenSettings {
    if (keysReload.toMillis() < 10 || keysReload.toHours() > 24) {
      throw new IllegalArgumentException("gostacker.token.keys-reload must be 10ms to 24h");
    }
    if (accessTtl.toMillis() < 1000 || accessTtl.toHours() > 24) {
      throw new IllegalArgumentException("gostacker.token.access-ttl must be 1s to 24h");
    }
    if (refreshTtl.compareTo(accessTtl) <= 0 || refreshTtl.toDays() > 400) {
      throw new IllegalArgumentException(
          "gostacker.token.refresh-ttl must be longer than gostacker.token.access-ttl and at most"
              + " 400d");
    }
  }

  Path keysFolder() {
    if (keys == null) {
      throw new IllegalStateException(
          "gostacker.token.keys must name the folder of the signing keys");
    }
    return keys;
  }
}
