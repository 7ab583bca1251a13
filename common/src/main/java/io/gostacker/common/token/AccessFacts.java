package io.gostacker.common.token;

import java.util.List;

/// What a process needs to know to let users in, told by meta to those that have no database.
public interface AccessFacts {

  /// Blocks.
  ///
  /// @param sinceMillis how far back sessions and bans are told that changed; whoever asks overlaps
  ///   what it asked before
  /// @param whole whether all that is in force is told instead
  Facts tell(long sinceMillis, boolean whole);

  /// What is so.
  ///
  /// @param keys the JWK set of the public keys, as JSON
  /// @param ended sessions that ended and whose access tokens may not have expired
  /// @param bans accounts' bans that run, and unless `whole` those that were lifted, with 0
  /// @param now the time of who tells it, epoch milliseconds
  record Facts(String keys, List<EndedSession> ended, List<AccountBan> bans, long now) {}

  /// @param accessExpiresAt epoch milliseconds
  record EndedSession(String sessionId, long userId, long accessExpiresAt) {}

  /// @param until epoch milliseconds, [Long#MAX_VALUE] for ever
  record AccountBan(long userId, long until) {}
}
