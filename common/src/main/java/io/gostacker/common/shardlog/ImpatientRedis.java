package io.gostacker.common.shardlog;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import java.time.Duration;

/// Redis for what can do without it: hints, caches, counts. Connections come back by themselves; a
/// question that is not answered in time, or put while Redis is away, fails.
///
/// @param client to be shut down by who made it
/// @param uri to connect to
public record ImpatientRedis(RedisClient client, RedisURI uri) implements AutoCloseable {

  /// @param shared whose threads are used
  /// @param patience with an answer
  public static ImpatientRedis of(RedisClient shared, RedisSettings settings, Duration patience) {
    RedisClient client = RedisClient.create(shared.getResources());
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(patience))
            .build());
    RedisURI uri = RedisURI.create(settings.url());
    uri.setTimeout(settings.timeout());
    return new ImpatientRedis(client, uri);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
