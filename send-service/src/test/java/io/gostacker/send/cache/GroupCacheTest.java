package io.gostacker.send.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the group cache keeps, over a real Redis.
class GroupCacheTest {
  private static final CachedState STATE =
      new CachedState(3, new Position(17, "batch"), new byte[] {1, 2, 3});

  private final EmbeddedRedis redis = Backends.ownRedis();
  private final RedisClient client = RedisClient.create(redis.url());
  private final RedisCommands<String, String> commands = client.connect().sync();

  @AfterEach
  void stop() {
    client.shutdown();
    redis.kill();
  }

  private GroupCache open(boolean enabled) {
    return GroupCache.open(
        client,
        new RedisSettings(URI.create(redis.url()), Duration.ofSeconds(1), false),
        () -> new GroupCacheSettings(enabled, Duration.ofSeconds(1), 200, Duration.ofMinutes(10)),
        new SimpleMeterRegistry());
  }

  private static void awaitFound(GroupCache cache, CachedState expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cache.get(1).join().map(found -> equal(found, expected)).orElse(false));
  }

  private static boolean equal(CachedState one, CachedState other) {
    return one.epoch() == other.epoch()
        && one.position().equals(other.position())
        && java.util.Arrays.equals(one.state(), other.state());
  }

  @Test
  void aStateIsFoundUnderItsConversationUntilItsTimeIsOver() {
    try (GroupCache cache = open(true)) {
      assertThat(cache.get(1).join()).isEmpty();
      cache.put(1, STATE);
      awaitFound(cache, STATE);
      assertThat(cache.get(2).join()).isEmpty();
      assertThat(commands.pttl("conv:1")).isBetween(500_000L, 600_000L);
    }
  }

  @Test
  void whatIsNoStateIsNotFound() {
    try (GroupCache cache = open(true)) {
      commands.set("conv:1", "garbage");
      assertThat(cache.get(1).join()).isEmpty();
      commands.set("conv:1", "");
      assertThat(cache.get(1).join()).isEmpty();
      commands.del("conv:1");
      commands.lpush("conv:1", "a list");
      assertThat(cache.get(1).join()).isEmpty();
    }
  }

  @Test
  void tooLargeAStateIsNotKept() {
    try (GroupCache cache = open(true)) {
      cache.put(2, new CachedState(1, Position.START, new byte[GroupCache.MAX_BYTES + 1]));
      cache.put(1, STATE);
      awaitFound(cache, STATE);
      assertThat(commands.exists("conv:2")).isZero();
    }
  }

  @Test
  void withoutRedisNothingIsFoundAndWithItAgainEverythingIs() {
    try (GroupCache cache = open(true)) {
      cache.put(1, STATE);
      awaitFound(cache, STATE);
      redis.kill();
      assertThat(cache.get(1).join()).isEqualTo(Optional.empty());
      cache.put(1, STATE);
      redis.start();
      awaitFound(cache, STATE);
    }
  }

  @Test
  void disabledItKeepsNothing() {
    try (GroupCache cache = open(false)) {
      assertThat(cache.isOpen()).isFalse();
      cache.put(1, STATE);
      assertThat(cache.get(1).join()).isEmpty();
      assertThat(commands.keys("conv:*")).isEmpty();
    }
  }

  @Test
  void settingsThatCannotBeNameTheirKey() {
    assertThatThrownBy(
            () -> new GroupCacheSettings(true, Duration.ofMillis(1), 200, Duration.ofMinutes(10)))
        .hasMessageContaining("gostacker.group-cache.flush-interval");
    assertThatThrownBy(
            () -> new GroupCacheSettings(true, Duration.ofSeconds(1), 0, Duration.ofMinutes(10)))
        .hasMessageContaining("gostacker.group-cache.batch-size");
    assertThatThrownBy(
            () -> new GroupCacheSettings(true, Duration.ofSeconds(1), 200, Duration.ofSeconds(1)))
        .hasMessageContaining("gostacker.group-cache.ttl");
  }
}
