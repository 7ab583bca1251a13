package io.gostacker.common.shardlog;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the shard logs are, `gostacker.redis.*`.
///
/// @param url `redis://[:password@]host[:port][/database]`, `rediss://…`,
///   `redis-sentinel://[:password@]host:port[,host:port…]#name` for a master that Sentinel names,
///   or `redis-cluster://[:password@]host:port[,host:port…]` (`rediss-cluster://…`) for a Redis
///   Cluster, of which any nodes are named
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
  private static final String CLUSTER = "-cluster";
  private static final Set<String> SCHEMES =
      Set.of("redis", "rediss", SENTINEL, "redis" + CLUSTER, "rediss" + CLUSTER);

  public RedisSettings {
    @Nullable String scheme = url.getScheme();
    if (!SCHEMES.contains(String.valueOf(scheme))) {
      throw new IllegalArgumentException(
          "gostacker.redis.url must begin with redis://, rediss://, redis-sentinel://,"
              + " redis-cluster:// or rediss-cluster://");
    }
    if (timeout.toMillis() < 100 || timeout.toMillis() > 10_000) {
      throw new IllegalArgumentException("gostacker.redis.timeout must be 100ms to 10s");
    }
  }

  /// Whether another server may take this one's place by itself.
  public boolean failsOver() {
    return SENTINEL.equals(url.getScheme()) || isCluster();
  }

  /// Whether the keys are spread over several servers.
  public boolean isCluster() {
    return url.getScheme().endsWith(CLUSTER);
  }

  /// What to connect to: one server, or any of a Cluster's.
  List<RedisURI> uris() {
    if (!isCluster()) {
      return List.of(withTimeout(RedisURI.create(url)));
    }
    String scheme = url.getScheme().replace(CLUSTER, "");
    String authority = url.getRawAuthority();
    int credentials = authority.lastIndexOf('@') + 1;
    return Stream.of(authority.substring(credentials).split(","))
        .map(node -> scheme + "://" + authority.substring(0, credentials) + node)
        .map(RedisURI::create)
        .map(this::withTimeout)
        .toList();
  }

  private RedisURI withTimeout(RedisURI uri) {
    uri.setTimeout(timeout);
    return uri;
  }

  /// Refuses a Redis that loses what it acknowledged when it fails over, unless that is not relied
  /// on or accepted.
  ///
  /// @throws UnfitRedisException with the ways out
  public void check(Durability durability) {
    if (failsOver() && durability == Durability.REDIS && requireDurable) {
      throw new UnfitRedisException(
          "A Redis that fails over may lose what it acknowledged last. Set"
              + " gostacker.durability: mysql, or gostacker.redis.require-durable: false to accept"
              + " loss");
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    String place = url.getHost() == null ? url.getScheme() : url.getHost() + ":" + url.getPort();
    return "RedisSettings[" + place + ", timeout=" + timeout + "]";
  }
}
