package io.gostacker.grpc.peer;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.util.concurrent.Executor;

/// Shows with each call what this process is.
public final class PeerCredentials extends CallCredentials {
  private final Metadata shown = new Metadata();

  /// @param secret the one to call with
  public PeerCredentials(PeerRole role, String secret) {
    shown.put(PeerToken.HEADER, PeerToken.of(role, secret));
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    applier.apply(shown);
  }
}
