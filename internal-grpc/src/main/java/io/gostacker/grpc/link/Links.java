package io.gostacker.grpc.link;

import io.gostacker.grpc.peer.Peer;
import io.gostacker.grpc.peer.PeerChannels;
import io.gostacker.grpc.peer.PeerSource;
import io.gostacker.grpc.wire.CommandStream.Answer;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections with all send instances. An instance that is no longer named is kept for as long
/// as it answers, and when nobody is named at all, those of before stay: who tells the names may be
/// down, empty or wrong for a while. One that leaves is used on while there is no other.
public final class Links implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Links.class);
  private static final Duration BEAT = Duration.ofMillis(250);

  /// How long an instance may say nothing. It answers beats at once, on a thread of its own.
  static final Duration SILENCE = Duration.ofSeconds(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final PeerSource source;
  private final PeerChannels channels;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("internal-links").daemon().factory());
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("internal-out").daemon().factory());
  private final Map<Peer, Link> links = new ConcurrentHashMap<>();
  private final Map<Peer, Integer> failures = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Set<Peer> named = Set.of();
  private volatile List<Link> usable = List.of();
  private volatile @Nullable RemoteRoutes routes;
  private final Counter ended;
  private volatile boolean closed;
  private long lastBeat = System.nanoTime();

  /// Who depends on which instances can be used.
  interface Listener {

    /// Other instances can be used than before.
    void changed();

    void answered(Link link, Answer answer);

    /// After [#changed].
    void over(Link link, boolean wasUp);

    /// A few times a second.
    ///
    /// @param now by [System#nanoTime]
    default void beat(long now) {}
  }

  public Links(PeerSource source, PeerChannels channels, MeterRegistry meters) {
    this.source = source;
    this.channels = channels;
    this.ended = meters.counter("gostacker.internal.links.ended");
    Gauge.builder("gostacker.internal.links", this, links -> links.usable.size())
        .description("Send instances that this process can use")
        .register(meters);
  }

  /// Only for a gateway: each link then has a stream of deliveries too. Before [#start].
  void carry(RemoteRoutes gatewayRoutes) {
    this.routes = gatewayRoutes;
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  /// Begins to connect. Returns at once.
  public void start() {
    timer.scheduleAtFixedRate(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    Thread.ofVirtual().name("internal-peers").start(this::look);
  }

  /// Whether at least one instance can be used.
  public boolean isUsable() {
    return !usable.isEmpty();
  }

  /// The link to who is to serve a key: the same at every process that sees the same instances.
  @Nullable Link choose(long key) {
    return choose(key, usable);
  }

  @Nullable Link chooseOther(long key, Collection<Link> without) {
    return choose(key, usable.stream().filter(link -> !without.contains(link)).toList());
  }

  private static @Nullable Link choose(long key, List<Link> among) {
    return Rendezvous.choose(key, among, link -> link.peer().toString());
  }

  List<Link> usable() {
    return usable;
  }

  Collection<Link> all() {
    return links.values();
  }

  private void look() {
    try {
      while (!closed) {
        try {
          learn(source.peers());
        } catch (RuntimeException e) {
          log.debug("It cannot be told which send instances there are", e);
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void learn(Set<Peer> now) {
    if (now.isEmpty() || now.equals(named)) {
      return;
    }
    log.info("Send instances: {}", now);
    Set<Peer> added = new HashSet<>(now);
    added.removeAll(named);
    named = Set.copyOf(now);
    added.forEach(peer -> {
      failures.remove(peer);
      connect(peer);
    });
  }

  private void connect(Peer peer) {
    if (closed || links.containsKey(peer)) {
      return;
    }
    ManagedChannel channel = channels.to(peer).directExecutor().flowControlWindow(1 << 20).build();
    Link link = new Link(peer, channel, new Reports());
    if (links.putIfAbsent(peer, link) == null) {
      link.open(channels.credentials(), thread, routes);
    } else {
      channel.shutdownNow();
    }
  }

  private void connectLater(Peer peer) {
    if (closed || !named.contains(peer)) {
      return; // it comes back when it is named again
    }
    int times = failures.merge(peer, 1, Integer::sum);
    long pause =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(times - 1, 10));
    timer.schedule(() -> connect(peer), pause, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    long now = System.nanoTime();
    boolean stopped = now - lastBeat > SILENCE.toNanos() / 2;
    lastBeat = now;
    for (Link link : List.copyOf(links.values())) {
      if (stopped) {
        link.forgive(now);
      }
      link.check(SILENCE, now);
      link.beat();
    }
    listeners.forEach(listener -> listener.beat(now));
  }

  private synchronized void recount() {
    List<Link> staying = links.values().stream().filter(Link::isUsable).toList();
    usable = staying.isEmpty() ? links.values().stream().filter(Link::isUp).toList() : staying;
    listeners.forEach(Listener::changed);
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    List.copyOf(links.values()).forEach(link -> link.end("this process ends"));
    thread.shutdown();
  }

  private final class Reports implements Link.Owner {

    @Override
    public void changed(Link link) {
      if (link.isUp() && link.countUp()) {
        failures.remove(link.peer());
        log.info("Connected with send instance {}", link.peer());
      }
      recount();
    }

    @Override
    public void answered(Link link, Answer answer) {
      listeners.forEach(listener -> listener.answered(link, answer));
    }

    @Override
    public void over(Link link) {
      links.remove(link.peer(), link);
      recount();
      boolean wasUp = !link.countUp();
      if (wasUp) {
        ended.increment();
      }
      listeners.forEach(listener -> listener.over(link, wasUp));
      try {
        connectLater(link.peer());
      } catch (java.util.concurrent.RejectedExecutionException e) {
        // this process ends
      }
    }
  }
}
