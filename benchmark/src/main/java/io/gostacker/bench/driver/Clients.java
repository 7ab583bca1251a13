package io.gostacker.bench.driver;

import io.netty.bootstrap.Bootstrap;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The sockets of a load on one event loop, so that the driver leaves the machine to what it
/// measures.
public final class Clients implements AutoCloseable {
  /// Connects under way at a time.
  private static final int CONNECTING = 100;

  /// Sockets of one loopback source address; it has about 28,000 ports.
  private static final int PER_SOURCE = 10_000;

  private static final long PATIENCE_SECONDS = 60;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final List<Client> clients = new ArrayList<>();
  private final URI address;

  /// @param address of the target, for example `http://localhost:8080`
  public Clients(URI address) {
    this.address = address;
  }

  public EventLoop loop() {
    return loops.next();
  }

  /// Opens a socket for each token and waits until all are welcomed.
  public List<Client> connect(List<String> tokens, Client.Receiver receiver)
      throws InterruptedException {
    Semaphore places = new Semaphore(CONNECTING);
    List<CompletableFuture<Client>> opened = new ArrayList<>();
    for (String token : tokens) {
      if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("No socket was welcomed for " + PATIENCE_SECONDS + " s");
      }
      int source = 1 + (clients.size() + opened.size()) / PER_SOURCE;
      CompletableFuture<Client> one = connect(token, source, receiver);
      one.whenComplete((client, failure) -> places.release());
      opened.add(one);
    }
    List<Client> fresh =
        opened.stream()
            .map(one -> one.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
            .toList();
    clients.addAll(fresh);
    return fresh;
  }

  private CompletableFuture<Client> connect(String token, int source, Client.Receiver receiver) {
    CompletableFuture<Client> welcomed = new CompletableFuture<>();
    HttpHeaders headers =
        new DefaultHttpHeaders().add(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(URI.create(address.toString().replaceFirst("^http", "ws") + "/api/v1/ws"))
            .version(WebSocketVersion.V13)
            .subprotocol("gostacker.v1+json")
            .customHeaders(headers)
            .maxFramePayloadLength(1024 * 1024)
            .build();
    Client[] made = new Client[1];
    Client client = new Client(receiver, () -> welcomed.complete(made[0]));
    made[0] = client;
    new Bootstrap()
        .group(loops)
        .channel(EpollSocketChannel.class)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(new FlushConsolidationHandler(256, true))
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(8192))
                    .addLast(new WebSocketClientProtocolHandler(config))
                    .addLast(client);
              }
            })
        .connect(
            new InetSocketAddress("127.0.0.1", address.getPort()),
            new InetSocketAddress("127.0.0." + source, 0))
        .addListener(done -> {
          if (!done.isSuccess()) {
            welcomed.completeExceptionally(done.cause());
          }
        });
    return welcomed;
  }

  /// Closes all sockets.
  @Override
  public void close() {
    clients.forEach(client -> client.channel().close());
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
  }
}
