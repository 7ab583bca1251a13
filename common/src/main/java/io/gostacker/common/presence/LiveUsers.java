package io.gostacker.common.presence;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/// Which users have a live socket, for who notifies those that have none. Thread-safe.
///
/// What it says may be some seconds old: a gateway that died counts until that is noticed. So who
/// relied on a gateway looks a little later whether it still lives.
public interface LiveUsers {

  /// Those of some users who have a live socket, each with a gateway that one of them is at.
  ///
  /// @throws RuntimeException if it cannot be told now
  Map<Long, String> among(Collection<Long> userIds);

  /// The gateways that live.
  ///
  /// @throws RuntimeException if it cannot be told now
  Set<String> gateways();
}
