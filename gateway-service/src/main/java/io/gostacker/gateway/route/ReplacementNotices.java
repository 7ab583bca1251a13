package io.gostacker.gateway.route;

import io.gostacker.common.shardlog.ImpatientRedis.Connected;
import io.gostacker.gateway.outbox.CloseCode;
import io.gostacker.gateway.session.DeviceSession;
import io.gostacker.gateway.session.LocalSessions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// By `ctl:<gateway>`, a stream of at most some 10,000 entries, a gateway hears which of its
/// sockets were replaced at another; it closes them with 4409.
final class ReplacementNotices implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplacementNotices.class);
  private static final long MAX_NOTICES = 10_000;
  private static final Duration WAIT = GatewayRedis.PATIENCE.dividedBy(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final GatewayRedis redis;
  private final String gatewayId;
  private final LocalSessions sessions;
  private final Thread reader = Thread.ofVirtual().name("gateway-notices").unstarted(this::run);
  private String last = "0-0";
  private volatile boolean closed;

  private ReplacementNotices(GatewayRedis redis, String gatewayId, LocalSessions sessions) {
    this.redis = redis;
    this.gatewayId = gatewayId;
    this.sessions = sessions;
  }

  /// Begins to listen.
  static ReplacementNotices listen(GatewayRedis redis, String gatewayId, LocalSessions sessions) {
    ReplacementNotices notices = new ReplacementNotices(redis, gatewayId, sessions);
    notices.reader.start();
    return notices;
  }

  /// Tells a gateway that a socket of its is not the device's any more.
  ///
  /// @param ttl how long the stream is kept if nobody reads it
  void tell(String gateway, String socket, DeviceSession newer, Duration ttl) {
    String stream = stream(gateway);
    redis
        .connection()
        .sync()
        .xadd(
            stream,
            XAddArgs.Builder.maxlen(MAX_NOTICES).approximateTrimming(),
            Map.of("user", Long.toString(newer.userId()), "socket", socket));
    redis.connection().async().expire(stream, ttl);
  }

  private static String stream(String gateway) {
    return "ctl:" + gateway;
  }

  private void run() {
    Connected<String, String> own = null;
    while (!closed) {
      try {
        if (own == null) {
          own = redis.another();
        }
        read(own);
      } catch (RuntimeException e) {
        log.debug("Notices of other gateways cannot be read", e);
        pause();
      }
    }
  }

  private void read(Connected<String, String> own) {
    List<StreamMessage<String, String>> notices =
        own.sync()
            .xread(
                XReadArgs.Builder.block(WAIT.toMillis()),
                XReadArgs.StreamOffset.from(stream(gatewayId), last));
    for (StreamMessage<String, String> notice : notices) {
      last = notice.getId();
      replaced(notice.getBody());
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
  }
}
