package io.gostacker.verify.fault;

import io.gostacker.verify.fault.TcpProxy.Way;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// The ways between the parts of what is verified, by which two parts they are between.
public final class Ways implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(4);

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Map<String, TcpProxy> ways = new LinkedHashMap<>();
  private final Random random;

  public Ways(long seed) {
    this.random = new Random(seed);
  }

  /// Lays a way.
  ///
  /// @param kind what is at its end: `redis`, `mysql`, `consul`, `send`, `clients`
  /// @param part what is at its beginning
  /// @return the port of this machine at which it begins
  public int lay(String kind, String part, InetSocketAddress from, InetSocketAddress to) {
    TcpProxy proxy = new TcpProxy(loops, from, to);
    ways.put(kind + "/" + part, proxy);
    return proxy.port();
  }

  /// As [#lay], from a free port of 127.0.0.1 to another port of it.
  public int lay(String kind, String part, int port) {
    return lay(
        kind,
        part,
        new InetSocketAddress("127.0.0.1", 0),
        new InetSocketAddress("127.0.0.1", port));
  }

  /// What can happen to the ways of a kind: to one of them, or to all.
  public List<Fault> faults(String kind) {
    return List.of(
        fault(kind, "cut", "one part's connections with %s are reset and refused", Way.CUT, false),
        fault(kind, "parted", "nothing comes through between one part and %s", Way.DEAF, false),
        fault(kind, "deaf", "%s does not hear one part", Way.DEAF_UP, false),
        fault(kind, "mute", "one part does not hear %s", Way.DEAF_DOWN, false),
        fault(kind, "slow", "all ways to %s take 20 to 120 ms more", Way.SLOW, true),
        fault(kind, "lossy", "all ways to %s lose segments", Way.LOSSY, true));
  }

  private Fault fault(String kind, String name, String what, Way way, boolean all) {
    List<TcpProxy> chosen = new ArrayList<>();
    return new Fault(
        kind + "-" + name,
        what.formatted(kind),
        LONG,
        () -> {
          chosen.clear();
          List<TcpProxy> candidates = of(kind);
          chosen.addAll(
              all ? candidates : List.of(candidates.get(random.nextInt(candidates.size()))));
          chosen.forEach(each -> each.set(way));
        },
        () -> chosen.forEach(each -> each.set(Way.GOOD)));
  }

  private List<TcpProxy> of(String kind) {
    return ways.entrySet().stream()
        .filter(each -> each.getKey().startsWith(kind + "/"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public void close() {
    ways.values().forEach(TcpProxy::close);
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
