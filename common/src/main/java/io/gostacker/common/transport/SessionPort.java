package io.gostacker.common.transport;

/// How meta ends live connections: logout, ban, password change, removal of a device.
public interface SessionPort {

  /// Closes, with 4401 and within 2 s, the sockets of one session, wherever they are.
  ///
  /// @param sessionId the `sid` claim of the access token that opened them
  void closeSession(long userId, String sessionId, String reason);
}
