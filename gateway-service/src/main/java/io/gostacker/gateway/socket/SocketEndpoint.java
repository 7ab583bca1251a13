package io.gostacker.gateway.socket;

import io.gostacker.common.limit.ConnectPace;
import io.gostacker.common.token.TokenVerifier;
import io.gostacker.gateway.connection.Connections;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/// Puts the WebSocket endpoint into WebFlux's server: every HTTP/1.1 connection gets a handler that
/// waits for the upgrade.
public final class SocketEndpoint
    implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {
  /// Where sockets are opened.
  public static final String PATH = "/api/v1/ws";

  /// How long an HTTP connection may be open between two requests. `server.netty.idle-timeout`
  /// takes precedence.
  private static final Duration IDLE = Duration.ofSeconds(75);

  private final UpgradeCheck check;
  private final ConnectPace pace;
  private final Connections connections;
  private final Duration firstRequestTimeout;

  /// @param allowedOrigins origins besides the own whose pages may open sockets
  /// @param firstRequestTimeout from the TCP connection to its first whole request head
  /// @param pace how fast sockets are taken in
  public SocketEndpoint(
      List<String> allowedOrigins,
      Duration firstRequestTimeout,
      ConnectPace pace,
      TokenVerifier tokens,
      Connections connections) {
    this.check = new UpgradeCheck(new Origins(allowedOrigins), tokens, connections);
    this.pace = pace;
    this.connections = connections;
    this.firstRequestTimeout = firstRequestTimeout;
  }

  @Override
  public void customize(NettyReactiveWebServerFactory factory) {
    factory.addServerCustomizers(this::withSockets);
  }

  private HttpServer withSockets(HttpServer server) {
    return server
        .idleTimeout(IDLE)
        .doOnChannelInit((observer, channel, address) -> watch(channel.pipeline()));
  }

  /// A connection that does not begin with HTTP/1.1 (HTTP/2 by ALPN) has no such handler and cannot
  /// be upgraded.
  private void watch(ChannelPipeline pipeline) {
    if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
      pipeline.addBefore(
          NettyPipeline.HttpTrafficHandler,
          "gostacker.upgrade",
          new UpgradeHandler(check, pace, connections, firstRequestTimeout));
    }
  }

  /// Before Boot's own customizer, so that its properties win.
  @Override
  public int getOrder() {
    return -1;
  }
}
