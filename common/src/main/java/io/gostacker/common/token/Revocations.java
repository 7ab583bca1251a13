package io.gostacker.common.token;

/// Which sessions have ended before their tokens expired.
public interface Revocations {

  /// Called for every request and handshake: answers from memory.
  boolean isRevoked(String sessionId);
}
