package io.gostacker.gateway.connection;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.gateway.frame.ClientFrame;
import io.gostacker.gateway.frame.FrameParser;
import io.gostacker.gateway.frame.ServerFrames;
import io.gostacker.gateway.outbox.CloseCode;
import io.gostacker.gateway.outbox.Outbox;
import io.gostacker.gateway.session.DeviceSession;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One socket from its upgrade to its end: who it is, what it may say, and when it is given up.
///
/// Everything happens on the socket's event loop; only the registration, which may block, is done
/// on a virtual thread, while nothing is read from the socket.
final class Connection {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Outbox outbox;
  private final ReadGate gate;
  private final Backend backend;
  private final ConnectionSettings settings;
  private final Chatter chatter;
  private Phase phase = Phase.AWAITING_HELLO;
  private @Nullable LiveSession live;
  private boolean draining;
  private long lastHeard = System.nanoTime();
  private long lastFrame = System.nanoTime();

  Connection(Outbox outbox, ReadGate gate, Backend backend, ConnectionSettings settings) {
    this.outbox = outbox;
    this.gate = gate;
    this.backend = backend;
    this.settings = settings;
    this.chatter = new Chatter(settings.maxChatter(), System::nanoTime);
  }

  Outbox outbox() {
    return outbox;
  }

  /// The upgrade is done.
  ///
  /// @param credentials of its `Authorization` header, if it had one
  void opened(@Nullable Credentials credentials) {
    lastHeard = System.nanoTime();
    checkSilenceIn(maxSilence());
    if (credentials != null) {
      admit(credentials);
    } else {
      outbox
          .loop()
          .schedule(this::helloOverdue, settings.helloTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
    gate.resume(ReadGate.Reason.STARTING);
  }

  /// A frame of any kind has come.
  void heard() {
    lastHeard = System.nanoTime();
    if (outbox.isOpen()) {
      lastFrame = lastHeard;
    }
  }

  /// A WebSocket ping has come.
  ///
  /// @param payload stays the caller's
  void pinged(ByteBuf payload) {
    if (isAllowedToChat()) {
      outbox.pong(payload.retain());
    }
  }

  private boolean isAllowedToChat() {
    if (chatter.admits()) {
      return true;
    }
    outbox.close(CloseCode.FLOODING);
    return false;
  }

  /// A text frame has come.
  void frame(byte[] json) {
    if (!outbox.isOpen()) {
      return;
    }
    ClientFrame frame = FrameParser.parse(json);
    if (!Chatter.is(frame) || isAllowedToChat()) {
      take(frame);
    }
  }

  private void take(ClientFrame frame) {
    switch (frame) {
      case ClientFrame.Malformed() -> outbox.close(CloseCode.MALFORMED);
      case ClientFrame.Refused refused ->
          error(refused.ref(), refused.clientMessageId(), refused.code(), refused.message());
      case ClientFrame.Ping ping ->
          outbox.answer(ServerFrames.pong(ping.ref(), backend.clock().millis()));
      case ClientFrame.Hello hello -> hello(hello);
      case ClientFrame.Send send -> {
        if (isLive(send.ref(), send.clientMessageId())) {
          live().send(send);
        }
      }
      case ClientFrame.Position position -> {
        if (isLive(position.ref(), null)) {
          live().position(position);
        }
      }
      case ClientFrame.Sync sync -> {
        if (isLive(sync.ref(), null)) {
          live().sync(sync);
        }
      }
      case ClientFrame.Typing typing -> {
        if (isLive(typing.ref(), null)) {
          live().typing(typing);
        }
      }
    }
  }

  /// The socket is writable again, or is not any more.
  void writabilityChanged() {
    outbox.writabilityChanged();
    if (!outbox.isWritable()) {
      gate.pause(ReadGate.Reason.UNWRITABLE);
      return;
    }
    gate.resume(ReadGate.Reason.UNWRITABLE);
    if (live != null) {
      live.writable();
    }
  }

  /// The socket is gone.
  void closed() {
    phase = Phase.ENDED;
    if (live != null) {
      live.flush();
      end(live.session());
    }
  }

  /// Forgets the session, and then, so that its user does not count as reached, tells of what was
  /// written to it in vain.
  private void end(DeviceSession session) {
    boolean lost = outbox.isLost();
    long silence = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastFrame);
    long since = backend.clock().millis() - silence;
    backend
        .virtualThreads()
        .execute(() -> {
          backend.presence().unregister(session);
          if (lost) {
            backend.lost().add(session.userId(), since);
          }
        });
  }

  /// Says goodbye, gives the answers that are owed, and closes.
  void drain(long reconnectAfterMillis) {
    draining = true;
    outbox.answer(ServerFrames.goodbye(reconnectAfterMillis));
    gate.pause(ReadGate.Reason.DRAINING);
    if (live != null) {
      live.flush();
    }
    outbox
        .loop()
        .schedule(
            () -> outbox.close(CloseCode.DRAINING),
            settings.drainTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    idle();
  }

  private void hello(ClientFrame.Hello hello) {
    if (phase != Phase.AWAITING_HELLO) {
      error(hello.ref(), null, ErrorCode.VALIDATION_FAILED, "This connection has said hello");
      return;
    }
    try {
      admit(new Credentials(hello.token(), backend.tokens().verify(hello.token())));
    } catch (Refusal refusal) {
      error(hello.ref(), null, refusal.code(), refusal.detail());
      outbox.close(CloseCode.UNAUTHENTICATED);
    }
  }

  private void admit(Credentials credentials) {
    phase = Phase.ADMITTING;
    gate.pause(ReadGate.Reason.ADMISSION);
    backend.virtualThreads().execute(() -> register(credentials));
  }

  /// On a virtual thread. The token is verified once more when its session can be found by whoever
  /// ends it: a logout that came between the first look and the registration closed nothing.
  private void register(Credentials credentials) {
    DeviceSession session = new DeviceSession(credentials.access(), outbox);
    try {
      backend.presence().register(session);
    } catch (RuntimeException e) {
      log.warn("A socket could not be made known to the send service: {}", e.toString());
      outbox.closeLater(CloseCode.OVERLOADED);
      return;
    }
    try {
      backend.tokens().verify(credentials.token());
      outbox.later(() -> welcome(session));
    } catch (Refusal refusal) {
      backend.presence().unregister(session);
      outbox.closeLater(CloseCode.UNAUTHENTICATED);
    }
  }

  private void welcome(DeviceSession session) {
    if (phase == Phase.ENDED) {
      unregisterLater(session);
      return;
    }
    phase = Phase.LIVE;
    live = new LiveSession(session, backend, gate, settings, this::idle);
    outbox.open();
    outbox.answer(
        ServerFrames.welcome(session.token(), settings.heartbeat(), backend.clock().millis()));
    gate.resume(ReadGate.Reason.ADMISSION);
  }

  private void unregisterLater(DeviceSession session) {
    backend.virtualThreads().execute(() -> backend.presence().unregister(session));
  }

  private void helloOverdue() {
    if (phase == Phase.AWAITING_HELLO) {
      outbox.close(CloseCode.NO_HELLO);
    }
  }

  private void checkSilenceIn(long nanos) {
    outbox.loop().schedule(this::checkSilence, nanos, TimeUnit.NANOSECONDS);
  }

  private void checkSilence() {
    if (phase == Phase.ENDED || !outbox.isOpen()) {
      return;
    }
    if (gate.isPaused()) {
      lastHeard = System.nanoTime(); // it may well have spoken: nobody listened
    }
    long silence = System.nanoTime() - lastHeard;
    if (silence >= maxSilence()) {
      outbox.close(CloseCode.SILENT);
    } else {
      checkSilenceIn(maxSilence() - silence);
    }
  }

  private long maxSilence() {
    return settings.heartbeat().toNanos() / 2 * 5;
  }

  private void idle() {
    if (draining && (live == null || live.isIdle())) {
      outbox.close(CloseCode.DRAINING);
    }
  }

  /// Whether the client has been welcomed; one that has not is told so and closed.
  private boolean isLive(@Nullable String ref, @Nullable String clientMessageId) {
    if (phase == Phase.LIVE) {
      return true;
    }
    error(ref, clientMessageId, ErrorCode.UNAUTHENTICATED, "Say hello with an access token first");
    outbox.close(CloseCode.UNAUTHENTICATED);
    return false;
  }

  private LiveSession live() {
    LiveSession session = live;
    if (session == null) {
      throw new IllegalStateException("Not live");
    }
    return session;
  }

  private void error(
      @Nullable String ref, @Nullable String clientMessageId, ErrorCode code, String message) {
    outbox.answer(ServerFrames.error(ref, clientMessageId, code, message));
  }

  private enum Phase {
    AWAITING_HELLO,
    ADMITTING,
    LIVE,
    ENDED
  }
}
