package io.gostacker.grpc.endpoint;

import io.gostacker.grpc.peer.PeerRole;
import io.grpc.ServerServiceDefinition;
import java.util.Map;
import java.util.Set;

/// Calls that a process takes from others.
public interface InternalService {

  ServerServiceDefinition definition();

  /// Who may call each method, by its full name.
  Map<String, Set<PeerRole>> callers();

  /// Asks the callers to go elsewhere with what is new.
  void sayGoodbye();

  /// Ends what is under way.
  void close();
}
