package io.gostacker.push.live;

import io.gostacker.common.presence.LiveUsers;
import io.gostacker.common.shardlog.ImpatientRedis;
import io.gostacker.common.shardlog.ImpatientRedis.Connected;
import io.gostacker.common.shardlog.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Live users by what gateways keep in Redis for each other: `route:<user>`, a hash from device to
/// `gateway:socket`, and `gateways`, a hash from gateway to the time of its latest sign of life and
/// more. A route counts while its gateway lives; one that lets its clients go does not count.
public final class RedisLiveUsers implements LiveUsers, AutoCloseable {
  private static final String GATEWAYS = "gateways";

  /// The time where the hash is; of several servers each has its own.
  private static final String TIME = "return redis.call('TIME')";

  /// How old a sign of life may be. Gateways give one every two seconds.
  private static final Duration LIVES = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ImpatientRedis redis;
  private @Nullable Connected<String, String> connection;

  private RedisLiveUsers(ImpatientRedis redis) {
    this.redis = redis;
  }

  /// @param shared whose threads are used
  public static RedisLiveUsers open(RedisClient shared, RedisSettings settings) {
    return new RedisLiveUsers(ImpatientRedis.of(shared, settings, PATIENCE));
  }

  @Override
  public Map<Long, String> among(Collection<Long> userIds) {
    Map<Long, String> live = new HashMap<>();
    if (userIds.isEmpty()) {
      return live;
    }
    Set<String> gateways = gateways();
    Map<Long, RedisFuture<List<String>>> answers = new LinkedHashMap<>();
    for (long user : userIds) {
      answers.put(user, connection().async().hvals("route:" + user));
    }
    answers.forEach((user, answer) -> {
      for (String socket : answer.toCompletableFuture().join()) {
        String gateway = socket.substring(0, Math.max(0, socket.lastIndexOf(':')));
        if (gateways.contains(gateway)) {
          live.put(user, gateway);
        }
      }
    });
    return live;
  }

  @Override
  public Set<String> gateways() {
    Map<String, String> signs = connection().sync().hgetall(GATEWAYS);
    List<String> time = connection().sync().eval(TIME, ScriptOutputType.MULTI, GATEWAYS);
    long now = Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
    Set<String> living = new HashSet<>();
    signs.forEach((gateway, sign) -> {
      if (now - Long.parseLong(sign.split(" ", 2)[0]) <= LIVES.toMillis()) {
        living.add(gateway);
      }
    });
    return living;
  }

  private synchronized Connected<String, String> connection() {
    if (connection == null) {
      connection = redis.connect(StringCodec.UTF8);
    }
    return connection;
  }

  @Override
  public void close() {
    redis.close();
  }
}
