package io.gostacker.grpc.endpoint;

import io.gostacker.grpc.peer.InternalSettings;
import io.gostacker.grpc.peer.InternalTls;
import io.gostacker.grpc.peer.PeerCheck;
import io.gostacker.grpc.wire.Methods;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The internal port of a process: one service, for those who may call it.
public final class InternalServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InternalServer.class);
  private static final int FLOW_WINDOW = 1 << 20;

  private final InternalService service;
  private final Server server;

  private InternalServer(InternalService service, Server server) {
    this.service = service;
    this.server = server;
  }

  /// Begins to listen. Calls are taken on the event loops.
  ///
  /// @param tls null for plain text
  /// @throws UncheckedIOException if the port is taken
  public static InternalServer start(
      InternalService service, InternalSettings settings, @Nullable InternalTls tls) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(settings.bind(), settings.port()))
            .directExecutor()
            .maxInboundMessageSize(Methods.MAX_MESSAGE)
            .flowControlWindow(FLOW_WINDOW)
            .addService(
                ServerInterceptors.intercept(
                    service.definition(), new PeerCheck(settings.secrets(), service.callers())));
    if (tls != null) {
      builder.sslContext(tls.server());
    }
    Server server = builder.build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "gostacker.internal.port: cannot listen at " + settings.bind() + ":" + settings.port(),
          e);
    }
    log.info("Internal calls at {}:{}", settings.bind(), server.getPort());
    return new InternalServer(service, server);
  }

  /// The port that was taken.
  public int port() {
    return server.getPort();
  }

  /// Asks the callers to go elsewhere with what is new.
  public void sayGoodbye() {
    service.sayGoodbye();
  }

  /// Ends all calls and takes none any more. May be called again.
  @Override
  public void close() {
    server.shutdown();
    service.close();
    try {
      if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
  }
}
