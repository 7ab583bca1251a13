package io.gostacker.grpc.link;

import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.grpc.wire.CommandStream.Answer;
import io.gostacker.grpc.wire.DeliveryStream.Change;
import io.grpc.CallOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One gateway's routes, told to every send instance: all of them when a link begins, then each
/// change. A user is online when every instance that is connected has the route; one that does not
/// take it within a second is left like one that hangs, and others serve its shards.
///
/// Tells each instance too which shards this gateway takes it for the owner of, so that what
/// another one appended before it died is fanned out at once. Thread-safe.
public final class RemoteRoutes implements RoutePort {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Links links;
  private final Shards shards;
  private final Set<Long> online = new HashSet<>();
  private @Nullable String gatewayId;
  private @Nullable DeliveryPort delivery;

  /// @param shards of the installation, as in the send instances
  public RemoteRoutes(Links links, Shards shards) {
    this.links = links;
    this.shards = shards;
    links.carry(this);
    links.listen(new Listener());
  }

  @Override
  public synchronized void attach(String id, DeliveryPort port) {
    gatewayId = id;
    delivery = port;
  }

  @Override
  public synchronized void detach(String id) {
    online.forEach(userId -> tell(new Change(userId, false), new HashMap<>()));
    online.clear();
  }

  @Override
  public void online(String id, long userId) {
    Map<Link, Long> told = new HashMap<>();
    synchronized (this) {
      online.add(userId);
      tell(new Change(userId, true), told);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    told.forEach((link, number) -> {
      RouteFeed feed = link.feed();
      if (feed != null && !feed.awaitTaken(number, deadline)) {
        link.end("it did not take a route within " + PATIENCE.toMillis() + " ms");
      }
    });
  }

  @Override
  public synchronized void offline(String id, long userId) {
    online.remove(userId);
    tell(new Change(userId, false), new HashMap<>());
  }

  private void tell(Change change, Map<Link, Long> told) {
    for (Link link : links.all()) {
      RouteFeed feed = link.feed();
      if (feed != null && !link.isOver()) {
        long number = feed.offer(change);
        if (feed.isAttached()) { // another is not used yet
          told.put(link, number);
        }
      }
    }
  }

  /// Begins the stream of a new link: from here on changes reach it, and all that is so now.
  synchronized RouteFeed feed(Link link, CallOptions options, Executor thread) {
    String id = gatewayId;
    DeliveryPort port = delivery;
    if (id == null || port == null) {
      throw new IllegalStateException("attach the gateway before the links start");
    }
    RouteFeed feed = new RouteFeed(link, id, port);
    feed.open(options, thread);
    online.forEach(userId -> feed.offer(new Change(userId, true)));
    feed.snapshotOffered();
    link.feed(feed);
    return feed;
  }

  private void announceOwners() {
    Map<Link, List<Integer>> owned = new HashMap<>();
    links.usable().forEach(link -> owned.put(link, new ArrayList<>()));
    IntStream.range(0, shards.count())
        .forEach(shard -> {
          Link owner = links.choose(shard);
          List<Integer> its = owner == null ? null : owned.get(owner);
          if (its != null) {
            its.add(shard);
          }
        });
    for (Link link : links.all()) {
      RouteFeed feed = link.feed();
      if (feed != null) {
        List<Integer> its = owned.getOrDefault(link, List.of());
        feed.own(its.stream().mapToInt(Integer::intValue).toArray());
      }
    }
  }

  private final class Listener implements Links.Listener {

    @Override
    public void changed() {
      announceOwners();
    }

    @Override
    public void answered(Link link, Answer answer) {}

    /// Whatever was on its way is lost.
    @Override
    public void over(Link link, boolean wasUp) {
      DeliveryPort port;
      synchronized (RemoteRoutes.this) {
        port = delivery;
      }
      if (wasUp && port != null) {
        port.deliver(new Delivery.ResyncAll());
      }
    }
  }
}
