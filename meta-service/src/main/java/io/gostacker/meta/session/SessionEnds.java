package io.gostacker.meta.session;

import io.gostacker.common.transport.SessionPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the end of a session felt, after MySQL has it: access tokens first, sockets then.
final class SessionEnds {
  /// Why a device's session ends when it logs in again, or its user has too many.
  static final String REPLACED = "replaced by a newer login";

  private static final Logger log = LoggerFactory.getLogger(SessionEnds.class);

  private final RevokedSessions revoked;
  private final SessionPort sockets;

  SessionEnds(RevokedSessions revoked, SessionPort sockets) {
    this.revoked = revoked;
    this.sockets = sockets;
  }

  void announce(DeviceSession session, String reason) {
    revoked.add(session);
    try {
      sockets.closeSession(session.userId(), session.sessionId(), reason);
    } catch (RuntimeException e) {
      log.warn("The sockets of an ended session could not be closed", e);
    }
  }
}
