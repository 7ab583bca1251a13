package io.gostacker.push.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.presence.LiveUsers;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.presence.LiveUsersContract;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// By what gateways keep in Redis, written here as they write it.
class RedisLiveUsersTest extends LiveUsersContract {
  private final RedisClient client = RedisClient.create();
  private RedisCommands<String, String> redis;
  private RedisLiveUsers live;

  @BeforeEach
  void open() {
    Backends.flushRedis();
    redis = client.connect(RedisURI.create(Backends.redisUrl())).sync();
    live =
        RedisLiveUsers.open(
            client,
            new RedisSettings(URI.create(Backends.redisUrl()), Duration.ofMillis(1500), true));
  }

  @AfterEach
  void close() {
    live.close();
    client.shutdown();
  }

  @Override
  protected LiveUsers live() {
    return live;
  }

  @Override
  protected void begins(String gateway) {
    sign(gateway, 1_000);
  }

  /// The latest sign of life is so many milliseconds old.
  private void sign(String gateway, long age) {
    long now = Long.parseLong(redis.time().get(0)) * 1_000;
    redis.hset("gateways", gateway, (now - age) + " 17 ws://example.com/api/v1/ws");
  }

  @Override
  protected void dies(String gateway) {
    sign(gateway, 9_000);
  }

  @Override
  protected void connects(String gateway, long user, String device) {
    redis.hset("route:" + user, device, gateway + ":5");
  }

  @Override
  protected void leaves(String gateway, long user, String device) {
    redis.hdel("route:" + user, device);
  }

  @Test
  void aGatewayThatLetsItsClientsGoReachesNobody() {
    begins("g1");
    connects("g1", 1, "phone");
    redis.hdel("gateways", "g1");
    assertThat(live.among(List.of(1L))).isEmpty();
  }
}
