package io.gostacker.bench.driver;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Opens WebSockets of the public contract, all on one event loop, so that a driver leaves the
/// machine to what it drives.
public final class WebSockets implements AutoCloseable {
  /// Sockets of one loopback source address; it has about 28,000 ports.
  private static final int PER_SOURCE = 10_000;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");
  private static final int MAX_FRAME = 2 * 1024 * 1024;
  private static final int FLUSHES_AT_ONCE = 256;
  private static final int MAX_HANDSHAKE = 8192;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private int opened;

  public EventLoop loop() {
    return loops.next();
  }

  /// Opens one; the handler gets its frames. The future is of the TCP connection.
  ///
  /// @param address for example `http://localhost:8080`, on this machine
  public synchronized ChannelFuture open(URI address, String token, ChannelHandler handler) {
    boolean isLoopback = LOOPBACK.contains(address.getHost());
    int source = 1 + opened++ / PER_SOURCE % 250;
    HttpHeaders headers =
        new DefaultHttpHeaders().add(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(URI.create(address.toString().replaceFirst("^http", "ws") + "/api/v1/ws"))
            .version(WebSocketVersion.V13)
            .subprotocol("gostacker.v1+json")
            .customHeaders(headers)
            .maxFramePayloadLength(MAX_FRAME)
            .build();
    return new Bootstrap()
        .group(loops)
        .channel(EpollSocketChannel.class)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(new FlushConsolidationHandler(FLUSHES_AT_ONCE, true))
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(MAX_HANDSHAKE))
                    .addLast(new WebSocketClientProtocolHandler(config))
                    .addLast(handler);
              }
            })
        .connect(
            new InetSocketAddress(isLoopback ? "127.0.0.1" : address.getHost(), address.getPort()),
            isLoopback ? new InetSocketAddress("127.0.0." + source, 0) : null);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
  }
}
