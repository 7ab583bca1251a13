package io.gostacker.common.shardlog;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the shard logs are, `gostacker.redis.*`.
///
/// @param url `redis://[:password@]host[:port][/database]` or `rediss://…`
/// @param timeout how long a silent Redis is waited for before its connection is given up; 100 ms
///   to 10 s
/// @param requireDurable whether a Redis that may lose acknowledged writes (`appendfsync` other
///   than `always`, and the like) is refused; false only for throw-away installations
@ConfigurationProperties("gostacker.redis")
public record RedisSettings(
    @DefaultValue("redis://localhost:6379") URI url,
    @DefaultValue("1500ms") Duration timeout,
    @DefaultValue("true") boolean requireDurable) {

  public RedisSettings {
    @Nullable String scheme = url.getScheme();
    if (!"redis".equals(scheme) && !"rediss".equals(scheme)) {
      throw new IllegalArgumentException(
          "gostacker.redis.url must begin with redis:// or rediss://");
    }
    if (timeout.toMillis() < 100 || timeout.toMillis() > 10_000) {
      throw new IllegalArgumentException("gostacker.redis.timeout must be 100ms to 10s");
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    return "RedisSettings[" + url.getHost() + ":" + url.getPort() + ", timeout=" + timeout + "]";
  }
}
