package io.gostacker.gateway.route;

import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.gateway.session.DeviceRoutes;
import io.gostacker.gateway.session.DeviceSession;
import io.gostacker.gateway.session.GatewayId;
import io.gostacker.gateway.session.LocalSessions;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Routes of devices in Redis: `route:<user>` is a hash from device to `gateway:socket`.
///
/// A route is removed only while it is still that socket's, so the late end of an old socket never
/// touches a newer one. Routes lapse after 48 hours and are renewed every hour. While Redis is away
/// sockets are let in all the same, and claimed when it is back.
public final class RedisDeviceRoutes implements DeviceRoutes, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisDeviceRoutes.class);
  private static final Duration TTL = Duration.ofHours(48);
  private static final Duration RENEWAL = Duration.ofHours(1);
  private static final Duration LATE_CLAIMS = Duration.ofSeconds(1);

  /// KEYS: the route. ARGV: device, socket, seconds. Answers the socket that was there, or nothing.
  private static final String CLAIM =
      """
      local before = redis.call('HGET', KEYS[1], ARGV[1])
      redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
      redis.call('EXPIRE', KEYS[1], ARGV[3])
      return before
      """;

  /// KEYS: the route. ARGV: device, socket.
  private static final String RELEASE =
      """
      if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
        return redis.call('HDEL', KEYS[1], ARGV[1])
      end
      return 0
      """;

  private final GatewayRedis redis;
  private final String gatewayId;
  private final LocalSessions sessions;
  private final ReplacementNotices notices;
  private final Queue<DeviceSession> unclaimed = new ConcurrentLinkedQueue<>();
  private final PeriodicTask lateClaims;
  private final PeriodicTask renewal;
  private volatile boolean away;

  /// Begins to listen to what other gateways say.
  public RedisDeviceRoutes(GatewayRedis redis, GatewayId gatewayId, LocalSessions sessions) {
    this.redis = redis;
    this.gatewayId = gatewayId.value();
    this.sessions = sessions;
    this.notices = ReplacementNotices.listen(redis, gatewayId.value(), sessions);
    this.lateClaims =
        PeriodicTask.start("Claiming routes of devices", LATE_CLAIMS, this::claimLate);
    this.renewal =
        PeriodicTask.start(
            "Renewing routes of devices", RENEWAL, () -> this.sessions.forEach(this::renew));
  }

  @Override
  public void claim(DeviceSession session) {
    try {
      put(session);
      away = false;
    } catch (RuntimeException e) {
      if (!away) {
        away = true;
        log.warn("Redis does not take routes of devices; sockets are let in all the same", e);
      }
      unclaimed.add(session);
    }
  }

  private void put(DeviceSession session) {
    String before =
        redis
            .connection()
            .sync()
            .eval(
                CLAIM,
                ScriptOutputType.VALUE,
                new String[] {key(session)},
                session.deviceId(),
                socket(session),
                Long.toString(TTL.toSeconds()));
    if (before != null && !before.startsWith(gatewayId + ":")) {
      int colon = before.lastIndexOf(':');
      notices.tell(before.substring(0, colon), before.substring(colon + 1), session, TTL);
    }
  }

  @Override
  public void release(DeviceSession session) {
    try {
      redis
          .connection()
          .async()
          .eval(
              RELEASE,
              ScriptOutputType.INTEGER,
              new String[] {key(session)},
              session.deviceId(),
              socket(session));
    } catch (RuntimeException e) {
      log.debug("A route could not be removed; it lapses", e);
    }
  }

  private static String key(DeviceSession session) {
    return "route:" + session.userId();
  }

  private String socket(DeviceSession session) {
    return gatewayId + ":" + session.number();
  }

  private void claimLate() {
    for (DeviceSession next = unclaimed.peek(); next != null; next = unclaimed.peek()) {
      if (isHere(next)) {
        put(next);
      }
      unclaimed.remove(next);
    }
  }

  private boolean isHere(DeviceSession session) {
    for (DeviceSession each : sessions.of(session.userId())) {
      if (each == session) {
        return true;
      }
    }
    return false;
  }

  private void renew(DeviceSession session) {
    redis.connection().async().hsetnx(key(session), session.deviceId(), socket(session));
    redis.connection().async().expire(key(session), TTL);
  }

  @Override
  public void close() {
    notices.close();
    lateClaims.close();
    renewal.close();
  }
}
