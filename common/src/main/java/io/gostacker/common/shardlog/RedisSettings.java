package io.gostacker.common.shardlog;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the shard logs are, `gostacker.redis.*`.
///
/// @param url `redis://[:password@]host[:port][/database]`, `rediss://…`, or
///   `redis-sentinel://[:password@]host:port[,host:port…]#name` for a master that Sentinel names
/// @param timeout how long a silent Redis is waited for before its connection is given up; 100 ms
///   to 10 s
/// @param requireDurable whether a Redis that may lose acknowledged writes (`appendfsync` other
///   than `always`, and the like) is refused; false only for throw-away installations
@ConfigurationProperties("gostacker.redis")
public record RedisSettings(
    @DefaultValue("redis://localhost:6379") URI url,
    @DefaultValue("1500ms") Duration timeout,
    @DefaultValue("true") boolean requireDurable) {
  private static final String SENTINEL = "redis-sentinel";
  private static final Set<String> SCHEMES = Set.of("redis", "rediss", SENTINEL);

  public RedisSettings {
    @Nullable String scheme = url.getScheme();
    if (!SCHEMES.contains(String.valueOf(scheme))) {
      throw new IllegalArgumentException(
          "gostacker.redis.url must begin with redis://, rediss:// or redis-sentinel://");
    }
    if (timeout.toMillis() < 100 || timeout.toMillis() > 10_000) {
      throw new IllegalArgumentException("gostacker.redis.timeout must be 100ms to 10s");
    }
  }

  /// Whether another server may take this one's place by itself.
  public boolean failsOver() {
    return SENTINEL.equals(url.getScheme());
  }

  /// Refuses a Redis that loses what it acknowledged when it fails over, unless that is not relied
  /// on or accepted.
  ///
  /// @throws UnfitRedisException with the ways out
  public void check(Durability durability) {
    if (failsOver() && durability == Durability.REDIS && requireDurable) {
      throw new UnfitRedisException(
          "A Redis that Sentinel fails over may lose what it acknowledged last. Set"
              + " gostacker.durability: mysql, or gostacker.redis.require-durable: false to accept"
              + " loss");
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    String place = url.getHost() == null ? SENTINEL : url.getHost() + ":" + url.getPort();
    return "RedisSettings[" + place + ", timeout=" + timeout + "]";
  }
}
