package io.gostacker.gateway.session;

import io.gostacker.common.transport.RoutePort;
import io.gostacker.gateway.outbox.CloseCode;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the send service's routes in step with the sessions here.
///
/// Calls for one user are serialized, so that an `offline` never overtakes the `online` of a newer
/// socket. They may block: call from virtual threads.
public final class Presence {
  private static final Logger log = LoggerFactory.getLogger(Presence.class);
  private static final int STRIPES = 4096; // a power of two

  private final String gatewayId;
  private final RoutePort routes;
  private final DeviceRoutes devices;
  private final LocalSessions sessions;
  private final LongSupplier nanoTime;
  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

  public Presence(
      String gatewayId,
      RoutePort routes,
      DeviceRoutes devices,
      LocalSessions sessions,
      LongSupplier nanoTime) {
    this.gatewayId = gatewayId;
    this.routes = routes;
    this.devices = devices;
    this.sessions = sessions;
    this.nanoTime = nanoTime;
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /// Makes a session known. When it returns, every message appended later comes to this gateway;
  /// sessions that it replaced are being closed.
  ///
  /// @throws RuntimeException of the route port, with nothing changed
  public void register(DeviceSession session) {
    long userId = session.userId();
    ReentrantLock lock = lockOf(userId);
    lock.lock();
    try {
      boolean first = sessions.of(userId).length == 0;
      var replaced = sessions.add(session);
      if (first) {
        announce(session);
      }
      devices.claim(session);
      replaced.forEach(old -> old.outbox().closeLater(CloseCode.REPLACED));
    } finally {
      lock.unlock();
    }
  }

  /// Forgets a session; does nothing when it has been replaced.
  public void unregister(DeviceSession session) {
    ReentrantLock lock = lockOf(session.userId());
    lock.lock();
    try {
      if (sessions.remove(session)) {
        offline(session.userId());
      }
      devices.release(session);
    } finally {
      lock.unlock();
    }
  }

  private void announce(DeviceSession session) {
    try {
      routes.online(gatewayId, session.userId());
      sessions.online(session.userId(), nanoTime.getAsLong());
    } catch (RuntimeException e) {
      sessions.remove(session);
      offline(session.userId()); // the route may have been made all the same
      throw e;
    }
  }

  private void offline(long userId) {
    try {
      routes.offline(gatewayId, userId);
    } catch (RuntimeException e) {
      // A route too many costs deliveries that find no socket; it is overwritten by the next.
      log.warn("The route of a user who left could not be removed", e);
    }
  }

  private ReentrantLock lockOf(long userId) {
    long mixed = userId * 0x9E3779B97F4A7C15L;
    return locks[(int) (mixed >>> 52) & (STRIPES - 1)];
  }
}
