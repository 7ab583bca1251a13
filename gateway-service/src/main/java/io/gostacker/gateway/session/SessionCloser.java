package io.gostacker.gateway.session;

import io.gostacker.common.transport.SessionPort;
import io.gostacker.gateway.outbox.CloseCode;

/// Ends the local sockets of sessions that have ended elsewhere.
public final class SessionCloser implements SessionPort {
  private final LocalSessions sessions;

  public SessionCloser(LocalSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void closeSession(long userId, String sessionId, String reason) {
    for (DeviceSession session : sessions.of(userId)) {
      if (session.token().sessionId().equals(sessionId)) {
        session.outbox().closeLater(CloseCode.UNAUTHENTICATED);
      }
    }
  }
}
