package io.gostacker.grpc.peer;

import io.gostacker.grpc.wire.Methods;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/// How this process calls others: as what, and encrypted or not.
public final class PeerChannels {
  private final PeerCredentials credentials;
  private final @Nullable SslContext tls;

  /// @param tls null for plain text
  public PeerChannels(PeerCredentials credentials, @Nullable InternalTls tls) {
    this.credentials = credentials;
    this.tls = tls == null ? null : tls.client();
  }

  /// A channel to be built.
  public NettyChannelBuilder to(Peer peer) {
    NettyChannelBuilder channel =
        NettyChannelBuilder.forAddress(peer.host(), peer.port())
            .maxInboundMessageSize(Methods.MAX_MESSAGE);
    return tls == null ? channel.usePlaintext() : channel.sslContext(tls);
  }

  /// To be shown with each call.
  public PeerCredentials credentials() {
    return credentials;
  }
}
