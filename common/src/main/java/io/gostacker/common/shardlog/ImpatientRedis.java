package io.gostacker.common.shardlog;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.RedisCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Redis for what can do without it: hints, caches, counts. Connections come back by themselves; a
/// question that is not answered in time, or put while Redis is away, fails. On a Redis Cluster
/// each question goes to who has its key.
public final class ImpatientRedis implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final AbstractRedisClient client;
  private final List<RedisURI> uris;

  /// A connection, to one server or to a Cluster.
  public record Connected<K, V>(
      StatefulConnection<K, V> connection,
      RedisClusterAsyncCommands<K, V> async,
      RedisClusterCommands<K, V> sync) {

    private static <K, V> Connected<K, V> to(StatefulRedisConnection<K, V> server) {
      return new Connected<>(server, server.async(), server.sync());
    }

    private static <K, V> Connected<K, V> to(StatefulRedisClusterConnection<K, V> cluster) {
      return new Connected<>(cluster, cluster.async(), cluster.sync());
    }
  }

  private ImpatientRedis(AbstractRedisClient client, List<RedisURI> uris) {
    this.client = client;
    this.uris = uris;
  }

  /// @param shared whose threads are used
  /// @param patience with an answer
  public static ImpatientRedis of(RedisClient shared, RedisSettings settings, Duration patience) {
    TimeoutOptions timeouts = TimeoutOptions.enabled(patience);
    List<RedisURI> uris = settings.uris();
    if (settings.isCluster()) {
      RedisClusterClient client = RedisClusterClient.create(shared.getResources(), uris);
      client.setOptions(
          ClusterClientOptions.builder()
              .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
              .timeoutOptions(timeouts)
              .topologyRefreshOptions(
                  ClusterTopologyRefreshOptions.builder()
                      .enableAllAdaptiveRefreshTriggers()
                      .adaptiveRefreshTriggersTimeout(LOOK_AGAIN)
                      .enablePeriodicRefresh(LOOK_AGAIN)
                      .build())
              .build());
      return new ImpatientRedis(client, uris);
    }
    RedisClient client = RedisClient.create(shared.getResources());
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(timeouts)
            .build());
    return new ImpatientRedis(client, uris);
  }

  /// A connection of its own. Blocks.
  ///
  /// @throws io.lettuce.core.RedisException if Redis cannot be reached now
  public <K, V> Connected<K, V> connect(RedisCodec<K, V> codec) {
    try {
      return connectAsync(codec).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// A connection of its own.
  public <K, V> CompletableFuture<Connected<K, V>> connectAsync(RedisCodec<K, V> codec) {
    return client instanceof RedisClusterClient cluster
        ? cluster
            .refreshPartitionsAsync()
            .thenCompose(seen -> cluster.connectAsync(codec))
            .toCompletableFuture()
            .thenApply(Connected::to)
        : ((RedisClient) client)
            .connectAsync(codec, uris.getFirst())
            .toCompletableFuture()
            .thenApply(Connected::to);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
