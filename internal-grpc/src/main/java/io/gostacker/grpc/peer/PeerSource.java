package io.gostacker.grpc.peer;

import java.util.Set;

/// Knows which instances of a service there are.
@FunctionalInterface
public interface PeerSource {

  /// The instances of now, asked about once a second. May block; may throw when it does not know,
  /// then those of before stay.
  Set<Peer> peers();
}
