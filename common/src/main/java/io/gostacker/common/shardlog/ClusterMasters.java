package io.gostacker.common.shardlog;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The masters of a Redis Cluster; a shard's three keys are in one slot. Only what the Cluster
/// looks like is asked through Lettuce's client for it: that one repeats what was asked by itself,
/// which no append may be.
final class ClusterMasters implements LogServers {
  private final RedisURI first;
  private final RedisClusterClient client;
  private final Map<Integer, Integer> slots = new ConcurrentHashMap<>();
  private volatile Map<String, Server> masters = Map.of();

  /// Asks nobody yet.
  ///
  /// @param resources whose threads are used
  /// @param seeds any nodes; their password and time-out are used for all
  ClusterMasters(ClientResources resources, List<RedisURI> seeds, Duration timeout) {
    this.first = seeds.getFirst();
    this.client = RedisClusterClient.create(resources, seeds);
    client.setOptions(
        ClusterClientOptions.builder().socketOptions(RedisLink.connectWithin(timeout)).build());
  }

  @Override
  public @Nullable Server of(int shard) {
    if (masters.isEmpty()) {
      return null;
    }
    int slot =
        slots.computeIfAbsent(shard, number -> SlotHash.getSlot(RedisShardLog.key(number, "log")));
    RedisClusterNode master = client.getPartitions().getMasterBySlot(slot);
    return master == null ? null : masters.get(name(master));
  }

  @Override
  public List<Server> all() {
    return List.copyOf(masters.values());
  }

  @Override
  public boolean mayChange() {
    return true;
  }

  @Override
  public void lookAgain() {
    client.refreshPartitions();
    Map<String, Server> seen = new LinkedHashMap<>();
    for (RedisClusterNode node : client.getPartitions()) {
      if (!node.getSlots().isEmpty()) {
        seen.put(name(node), new Server(name(node), uri(node)));
      }
    }
    masters = Map.copyOf(seen);
  }

  private static String name(RedisClusterNode node) {
    return node.getUri().getHost() + ":" + node.getUri().getPort();
  }

  private RedisURI uri(RedisClusterNode node) {
    return RedisURI.builder(first)
        .withHost(node.getUri().getHost())
        .withPort(node.getUri().getPort())
        .build();
  }

  @Override
  public void close() {
    client.shutdownAsync();
  }
}
