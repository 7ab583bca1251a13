package io.gostacker.verify.fault;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A TCP connection's way that can be bad: cut, swallowing one direction or both, slow, or losing
/// segments now and then (which TCP repeats: a stall). What is swallowed is what a network that is
/// parted does to TCP: it comes late, when the way is whole again and the connection still there.
public final class TcpProxy implements AutoCloseable {
  private static final int STALL_MILLIS = 250; // about one retransmission time-out
  private static final double STALLED = 0.02;

  private final InetSocketAddress target;
  private final EventLoopGroup loops;
  private final Channel server;
  private final Random random = new Random();
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private volatile Way way = Way.GOOD;

  /// How the way is.
  public enum Way {
    GOOD,
    /// Connections are reset, and new ones refused.
    CUT,
    /// Nothing comes through, nothing is closed.
    DEAF,
    /// What the client sends does not come through.
    DEAF_UP,
    /// What the server sends does not come through.
    DEAF_DOWN,
    /// Everything takes 20 to 120 ms more.
    SLOW,
    /// One of fifty segments comes a quarter of a second late, and all behind it.
    LOSSY
  }

  private record Pair(Channel client, Channel server) {
    void close() {
      client.close();
      server.close();
    }
  }

  /// @param from where it listens, for example `127.0.0.1` and a port, 0 for a free one
  public TcpProxy(EventLoopGroup loops, InetSocketAddress from, InetSocketAddress target) {
    this.loops = loops;
    this.target = target;
    this.server =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    accept(client);
                  }
                })
            .bind(from)
            .syncUninterruptibly()
            .channel();
  }

  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  private void accept(SocketChannel client) {
    if (way == Way.CUT) {
      client.close();
      return;
    }
    Relay up = new Relay(true);
    Relay down = new Relay(false);
    client.pipeline().addLast(up);
    new Bootstrap()
        .group(client.eventLoop())
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(down)
        .connect(target)
        .addListener(done -> {
          if (!done.isSuccess()) {
            client.close();
          }
        });
    down.peer = client;
    down.whenActive =
        backend -> {
          up.peer = backend;
          pairs.add(new Pair(client, backend));
          resume(client, true);
          resume(backend, false);
        };
  }

  private void resume(Channel channel, boolean up) {
    channel.config().setAutoRead(!isDeaf(up));
  }

  private boolean isDeaf(boolean up) {
    return switch (way) {
      case DEAF -> true;
      case DEAF_UP -> up;
      case DEAF_DOWN -> !up;
      case GOOD, CUT, SLOW, LOSSY -> false;
    };
  }

  /// Makes the way so, for what is connected too.
  public void set(Way next) {
    way = next;
    for (Pair pair : pairs) {
      if (next == Way.CUT) {
        pair.close();
      } else {
        resume(pair.client(), true);
        resume(pair.server(), false);
      }
    }
  }

  private interface Started {
    void with(Channel channel);
  }

  private final class Relay extends ChannelInboundHandlerAdapter {
    private final boolean up;
    private @Nullable Channel peer;
    private @Nullable Started whenActive;
    private final Queue<ByteBuf> late = new ArrayDeque<>();
    private long free = System.nanoTime();

    private Relay(boolean up) {
      this.up = up;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      Started started = whenActive;
      if (started != null) {
        started.with(context.channel());
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      ByteBuf bytes = (ByteBuf) read;
      Channel to = peer;
      if (to == null) {
        bytes.release();
        return;
      }
      long now = System.nanoTime();
      free = Math.max(free, now + TimeUnit.MILLISECONDS.toNanos(lateMillis()));
      if (late.isEmpty() && free <= now) {
        to.writeAndFlush(bytes, to.voidPromise());
      } else {
        late.add(bytes); // in this order, whichever timer is first
        context
            .executor()
            .schedule(
                () -> to.writeAndFlush(late.remove(), to.voidPromise()),
                free - now,
                TimeUnit.NANOSECONDS);
      }
    }

    private int lateMillis() {
      return switch (way) {
        case SLOW -> 20 + random.nextInt(100);
        case LOSSY -> random.nextDouble() < STALLED ? STALL_MILLIS : 0;
        case GOOD, CUT, DEAF, DEAF_UP, DEAF_DOWN -> 0;
      };
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      Channel to = peer;
      if (to != null) {
        to.config().setAutoRead(context.channel().isWritable() && !isDeaf(!up));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      Channel to = peer;
      if (to != null) {
        to.close();
      }
      pairs.removeIf(
          pair -> pair.client() == context.channel() || pair.server() == context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    pairs.forEach(Pair::close);
  }
}
