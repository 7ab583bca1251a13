package io.gostacker.common.presence;

/// Hears of sockets that ended without a word, so that their users are notified of what was written
/// to them in vain.
public interface LostSockets {

  /// For a product that notifies nobody.
  LostSockets IGNORED = (userId, since) -> {};

  /// Never blocks. The user's route is gone by then.
  ///
  /// @param since epoch milliseconds of when the socket was heard last
  void add(long userId, long since);
}
