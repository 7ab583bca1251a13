package io.gostacker.bench.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetSocketAddress;

/// A relay in a process of its own: knows who is connected and which groups there are, takes `send`
/// frames, answers `sent` and hands `message` frames to the members. What a server with nothing
/// else to do reaches on this machine.
public final class RelayMain {
  private static final int MAX_REQUEST = 8192;

  private RelayMain() {}

  /// Prints `Ready: http://localhost:<port>` and runs until it is killed.
  public static void main(String[] arguments) throws InterruptedException {
    Members members = new Members();
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new FlushConsolidationHandler(256, true))
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_REQUEST))
                        .addLast(new Hello())
                        .addLast(
                            new WebSocketServerProtocolHandler(
                                "/api/v1/ws", "gostacker.v1+json", false, 256 * 1024))
                        .addLast(new Relay(members));
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .sync()
            .channel();
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    System.out.println("Ready: http://localhost:" + port);
    server.closeFuture().sync();
  }
}
