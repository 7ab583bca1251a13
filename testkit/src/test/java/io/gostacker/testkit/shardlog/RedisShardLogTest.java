package io.gostacker.testkit.shardlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.shardlog.LogStep;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.RedisShardLog;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisShardLogTest extends ShardLogContract {
  /// KEYS: log, head. ARGV: the id of the entry that becomes the last, the head.
  static final String SHORTEN =
      """
      for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+')) do
        redis.call('XDEL', KEYS[1], entry[1])
      end
      redis.call('XSETID', KEYS[1], ARGV[1])
      redis.call('SET', KEYS[2], ARGV[2])
      """;

  private static RedisClient client;
  private static RedisShardLog log;
  private static RedisCommands<String, String> redis;

  @BeforeAll
  static void open() {
    client = RedisClient.create();
    URI uri = URI.create(Backends.redisUrl());
    Backends.flushRedis();
    log = RedisShardLog.open(client, new RedisSettings(uri, Duration.ofSeconds(10), true));
    redis = client.connect(RedisURI.create(uri)).sync();
  }

  @AfterAll
  static void close() {
    log.close();
    client.shutdown();
  }

  @Override
  protected ShardLog log() {
    return log;
  }

  @Override
  protected void lose(int shard) {
    redis.flushall();
  }

  @Override
  protected void shorten(int shard, Position kept) {
    String[] keys = {"{s" + shard + "}:log", "{s" + shard + "}:head"};
    redis.eval(SHORTEN, ScriptOutputType.STATUS, keys, kept.offset() + "-0", kept.toString());
  }

  @Test
  void whatIsNoEntryOfOursIsReadAndCannotBeTaken() {
    redis.xadd("{s4000}:log", new XAddArgs().id("1-0"), Map.of("x", "y"));
    assertThat(new LogProbe(log).read(4000, 0, 1))
        .singleElement()
        .satisfies(entry ->
            assertThat(LogStep.of(Position.START, 0, entry)).isInstanceOf(LogStep.Broken.class));
  }

  @Test
  void anotherClientOnTheSameThreadsStillReconnects() {
    assertThat(client.getOptions().isAutoReconnect()).isTrue();
    byte[] any = "any".getBytes(UTF_8);
    LogProbe probe = new LogProbe(log);
    assertThat(probe.appended(4001, probe.begun(4001, 1), any).offset()).isEqualTo(2);
  }
}
