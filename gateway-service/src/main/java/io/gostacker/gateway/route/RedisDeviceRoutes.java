package io.gostacker.gateway.route;

import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.gateway.outbox.CloseCode;
import io.gostacker.gateway.session.DeviceRoutes;
import io.gostacker.gateway.session.DeviceSession;
import io.gostacker.gateway.session.GatewayId;
import io.gostacker.gateway.session.LocalSessions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Routes of devices in Redis: `route:<user>` is a hash from device to `gateway:socket`, and
/// `ctl:<gateway>` the stream by which a gateway hears that a socket of its was replaced.
///
/// A route is removed only while it is still that socket's, so the late end of an old socket never
/// touches a newer one. Routes lapse after 48 hours and are renewed every hour. While Redis is away
/// sockets are let in all the same, and claimed when it is back.
public final class RedisDeviceRoutes implements DeviceRoutes, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisDeviceRoutes.class);
  private static final Duration TTL = Duration.ofHours(48);
  private static final Duration RENEWAL = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long MAX_NOTICES = 10_000;

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

  private final RedisClient client;
  private final RedisURI uri;
  private final String gatewayId;
  private final LocalSessions sessions;
  private final Queue<DeviceSession> unclaimed = new ConcurrentLinkedQueue<>();
  private final Thread reader = Thread.ofVirtual().name("gateway-notices").unstarted(this::read);
  private final Thread keeper = Thread.ofVirtual().name("gateway-routes").unstarted(this::keep);
  private @Nullable StatefulRedisConnection<String, String> connection;
  private volatile boolean closed;
  private volatile boolean away;

  private RedisDeviceRoutes(
      RedisClient shared, RedisSettings settings, GatewayId gatewayId, LocalSessions sessions) {
    this.client = RedisClient.create(shared.getResources());
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
            .build());
    this.uri = RedisURI.create(settings.url());
    uri.setTimeout(PATIENCE);
    this.gatewayId = gatewayId.value();
    this.sessions = sessions;
  }

  /// Begins to listen to what other gateways say.
  ///
  /// @param shared whose threads are used
  public static RedisDeviceRoutes start(
      RedisClient shared, RedisSettings settings, GatewayId gatewayId, LocalSessions sessions) {
    RedisDeviceRoutes routes = new RedisDeviceRoutes(shared, settings, gatewayId, sessions);
    routes.reader.start();
    routes.keeper.start();
    return routes;
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
        commands()
            .sync()
            .eval(
                CLAIM,
                ScriptOutputType.VALUE,
                new String[] {key(session)},
                session.deviceId(),
                socket(session),
                Long.toString(TTL.toSeconds()));
    if (before != null && !before.startsWith(gatewayId + ":")) {
      tell(before, session);
    }
  }

  /// Tells the gateway of a replaced socket.
  private void tell(String socket, DeviceSession newer) {
    int colon = socket.lastIndexOf(':');
    String notices = "ctl:" + socket.substring(0, colon);
    commands()
        .sync()
        .xadd(
            notices,
            XAddArgs.Builder.maxlen(MAX_NOTICES).approximateTrimming(),
            Map.of(
                "user", Long.toString(newer.userId()),
                "device", newer.deviceId(),
                "socket", socket.substring(colon + 1)));
    commands().async().expire(notices, TTL);
  }

  @Override
  public void release(DeviceSession session) {
    try {
      commands()
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

  private synchronized StatefulRedisConnection<String, String> commands() {
    if (connection == null) {
      connection = client.connect(uri);
    }
    return connection;
  }

  private void read() {
    String last = "0-0";
    StatefulRedisConnection<String, String> own = null;
    while (!closed) {
      try {
        if (own == null) {
          own = client.connect(uri);
          own.setTimeout(PAUSE.plus(PATIENCE));
        }
        List<StreamMessage<String, String>> notices =
            own.sync()
                .xread(
                    XReadArgs.Builder.block(PATIENCE.dividedBy(2).toMillis()),
                    XReadArgs.StreamOffset.from("ctl:" + gatewayId, last));
        for (StreamMessage<String, String> notice : notices) {
          last = notice.getId();
          replaced(notice.getBody());
        }
      } catch (RuntimeException e) {
        log.debug("Notices of other gateways cannot be read", e);
        pause();
      }
    }
  }

  private void replaced(Map<String, String> notice) {
    long userId = Long.parseLong(notice.getOrDefault("user", "0"));
    String socket = notice.getOrDefault("socket", "");
    for (DeviceSession session : sessions.of(userId)) {
      if (socket.equals(Long.toString(session.number()))) {
        session.outbox().closeLater(CloseCode.REPLACED);
      }
    }
  }

  /// Claims what could not be, and renews everything from time to time.
  private void keep() {
    long renewed = System.nanoTime();
    while (!closed) {
      pause();
      try {
        claimLate();
        if (System.nanoTime() - renewed > RENEWAL.toNanos()) {
          renewed = System.nanoTime();
          sessions.forEach(this::renew);
        }
      } catch (RuntimeException e) {
        log.debug("Routes of devices cannot be renewed now", e);
      }
    }
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
    commands().async().hsetnx(key(session), session.deviceId(), socket(session));
    commands().async().expire(key(session), TTL);
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    keeper.interrupt();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
