package io.gostacker.testkit.shardlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.RedisShardLog;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.RedisCluster;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.SlotHash;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusterShardLogTest extends ShardLogContract {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final byte[] ANY = "any".getBytes(UTF_8);
  private static final RedisClient CLIENT = RedisClient.create();
  private static RedisCluster cluster;
  private static RedisShardLog log;

  @BeforeAll
  static void open() {
    cluster = Backends.ownRedisCluster();
    log = openLog();
  }

  private static RedisShardLog openLog() {
    return RedisShardLog.open(
        CLIENT, new RedisSettings(URI.create(cluster.url()), Duration.ofSeconds(10), true));
  }

  @AfterAll
  static void close() {
    log.close();
    CLIENT.shutdown();
    cluster.close();
  }

  @Override
  protected ShardLog log() {
    return log;
  }

  @Override
  protected void lose(int shard) {
    cluster.flush();
  }

  @Override
  protected void shorten(int shard, Position kept) {
    String[] keys = {"{s" + shard + "}:log", "{s" + shard + "}:head"};
    cluster.atMasterOf(
        SlotHash.getSlot(keys[0]),
        redis ->
            redis.eval(
                RedisShardLogTest.SHORTEN,
                ScriptOutputType.STATUS,
                keys,
                kept.offset() + "-0",
                kept.toString()));
  }

  @Test
  void aMasterIsFailedOverAndItsShardsGoOnWhereTheyAreThen() {
    LogProbe probe = new LogProbe(log);
    Map<Integer, Position> heads = new HashMap<>();
    Map<Integer, Integer> connections = new HashMap<>();
    for (int shard = 5000; shard < 5030; shard++) {
      heads.put(shard, probe.appended(shard, probe.begun(shard, 1), ANY));
      connections.put(shard, log.connection(shard));
    }
    cluster.failOver();
    try {
      heads.forEach((shard, head) -> {
        await().atMost(PATIENCE).until(() -> log.isUp(shard) && tellsHead(shard));
        Optional<Position> now = probe.head(shard);
        if (Integer.valueOf(log.connection(shard)).equals(connections.get(shard))) {
          assertThat(now).contains(head); // its master is the same
        }
        now.ifPresent(at -> probe.appended(shard, at, ANY));
      });
      assertThat(heads.keySet())
          .anySatisfy(
              shard -> assertThat(log.connection(shard)).isNotEqualTo(connections.get(shard)))
          .anySatisfy(shard -> assertThat(log.connection(shard)).isEqualTo(connections.get(shard)));
    } finally {
      cluster.mend();
    }
  }

  private static boolean tellsHead(int shard) {
    try {
      return new LogProbe(log).head(shard).isPresent();
    } catch (RuntimeException | AssertionError e) {
      return false;
    }
  }
}
