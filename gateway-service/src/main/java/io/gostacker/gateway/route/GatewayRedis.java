package io.gostacker.gateway.route;

import io.gostacker.common.shardlog.ImpatientRedis;
import io.gostacker.common.shardlog.ImpatientRedis.Connected;
import io.gostacker.common.shardlog.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Redis for what gateways know of each other: answers within half a second or fails, at once while
/// it is away. Thread-safe.
public final class GatewayRedis implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMillis(500);

  private final ImpatientRedis redis;
  private @Nullable Connected<String, String> connection;

  /// @param shared whose threads are used
  public GatewayRedis(RedisClient shared, RedisSettings settings) {
    this.redis = ImpatientRedis.of(shared, settings, PATIENCE);
  }

  /// The connection that all share; it comes back by itself. Blocks when it is first made.
  public synchronized Connected<String, String> connection() {
    if (connection == null) {
      connection = redis.connect(StringCodec.UTF8);
    }
    return connection;
  }

  /// One of its own, for who waits in it.
  Connected<String, String> another() {
    return redis.connect(StringCodec.UTF8);
  }

  @Override
  public void close() {
    redis.close();
  }
}
