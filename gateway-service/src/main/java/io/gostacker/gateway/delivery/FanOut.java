package io.gostacker.gateway.delivery;

import io.gostacker.common.transport.Delivery;
import io.gostacker.gateway.outbox.Outboxes;
import io.gostacker.gateway.session.DeviceSession;
import io.gostacker.gateway.session.LocalSessions;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Hands frames to the sockets of users. A frame is one buffer, however many sockets get it.
final class FanOut implements Outlet {

  /// Over how long a `resync` to everybody is spread, so that not all ask at once.
  private static final Duration SPREAD = Duration.ofSeconds(5);

  private final LocalSessions sessions;
  private final Outboxes outboxes;
  private final RandomGenerator random;

  FanOut(LocalSessions sessions, Outboxes outboxes, RandomGenerator random) {
    this.sessions = sessions;
    this.outboxes = outboxes;
    this.random = random;
  }

  @Override
  public void frame(Delivery.Frame frame) {
    ByteBuf shared = outboxes.frame(frame.frame());
    try {
      for (long userId : frame.recipients()) {
        for (DeviceSession session : sessions.of(userId)) {
          if (!isExcepted(frame, session)) {
            session.outbox().pushLater(shared.retainedDuplicate());
          }
        }
      }
    } finally {
      shared.release();
    }
  }

  @Override
  public void resync(long[] recipients) {
    for (long userId : recipients) {
      for (DeviceSession session : sessions.of(userId)) {
        session.outbox().resyncLater();
      }
    }
  }

  /// Tells all devices to `sync`, spread over some seconds.
  void resyncAll() {
    sessions.forEach(session -> {
      try {
        session
            .outbox()
            .loop()
            .schedule(
                session.outbox()::resyncLater,
                random.nextLong(SPREAD.toMillis()),
                TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // The server has stopped, and with it this socket.
      }
    });
  }

  private static boolean isExcepted(Delivery.Frame frame, DeviceSession session) {
    return frame.exceptUserId() == session.userId()
        && frame.exceptDeviceId().equals(session.deviceId());
  }
}
