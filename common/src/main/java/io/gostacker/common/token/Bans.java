package io.gostacker.common.token;

/// Which users the app does not let in at present.
public interface Bans {

  /// Called for every message that is sent for a user: answers from memory.
  boolean isBanned(long userId);
}
