package io.gostacker.grpc.link;

import java.util.Set;

/// Knows which send instances there are.
@FunctionalInterface
public interface PeerSource {

  /// The instances of now, asked about once a second. May block; may throw when it does not know,
  /// then those of before stay.
  Set<SendPeer> peers();
}
