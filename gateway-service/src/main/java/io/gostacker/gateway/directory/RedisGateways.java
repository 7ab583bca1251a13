package io.gostacker.gateway.directory;

import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.gateway.connection.Connections;
import io.gostacker.gateway.route.GatewayRedis;
import io.gostacker.gateway.session.GatewayId;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateways of an installation by the hash `gateways` in Redis: gateway → `time connections
/// url`, written by each every two seconds while it takes clients. What is older than eight seconds
/// by the time of Redis does not count, after a minute it is taken out.
public final class RedisGateways implements Gateways, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisGateways.class);
  private static final String KEY = "gateways";

  /// The time where the hash is; of several servers each has its own.
  private static final String TIME = "return redis.call('TIME')";

  private static final Duration SIGN = Duration.ofSeconds(2);
  private static final Duration LIVES = Duration.ofSeconds(8);
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private final GatewayRedis redis;
  private final String gatewayId;
  private final Connections connections;
  private final Supplier<@Nullable String> url;
  private final PeriodicTask signs;

  /// Begins to give signs of life.
  ///
  /// @param url where clients reach this gateway; null while nobody does
  public RedisGateways(
      GatewayRedis redis,
      GatewayId gatewayId,
      Connections connections,
      Supplier<@Nullable String> url) {
    this.redis = redis;
    this.gatewayId = gatewayId.value();
    this.connections = connections;
    this.url = url;
    this.signs = PeriodicTask.start("Giving a sign of life to other gateways", SIGN, this::sign);
  }

  private void sign() {
    String now = url.get();
    if (connections.isDraining()) {
      commands().hdel(KEY, gatewayId);
    } else if (now != null) {
      commands().hset(KEY, gatewayId, millis() + " " + connections.count() + " " + now);
    }
  }

  private long millis() {
    List<String> time = commands().eval(TIME, ScriptOutputType.MULTI, KEY);
    return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.connection().sync();
  }

  @Override
  public List<OpenGateway> leastLoadedFirst(String ownUrl) {
    List<OpenGateway> open = new ArrayList<>();
    try {
      long now = millis();
      for (Map.Entry<String, String> each : commands().hgetall(KEY).entrySet()) {
        String[] sign = each.getValue().split(" ", 3);
        long age = now - Long.parseLong(sign[0]);
        if (age <= LIVES.toMillis()) {
          open.add(new OpenGateway(sign[2], Integer.parseInt(sign[1])));
        } else if (age > FORGOTTEN.toMillis()) {
          commands().hdel(KEY, each.getKey());
        }
      }
    } catch (RuntimeException e) {
      log.debug("Redis does not tell which gateways there are", e);
    }
    if (open.isEmpty()) {
      open.add(new OpenGateway(ownUrl, connections.count()));
    }
    open.sort(Comparator.comparingInt(OpenGateway::connections).thenComparing(OpenGateway::url));
    return open;
  }

  @Override
  public void close() {
    signs.close();
    try {
      commands().hdel(KEY, gatewayId);
    } catch (RuntimeException e) {
      log.debug("This gateway could not be taken out; it lapses", e);
    }
  }
}
