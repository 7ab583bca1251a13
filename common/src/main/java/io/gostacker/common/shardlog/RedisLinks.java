package io.gostacker.common.shardlog;

import io.gostacker.common.shardlog.LogServers.Server;
import io.lettuce.core.RedisClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One [RedisLink] to each server that has logs. A thread of its own makes them, gives up those
/// that broke or have been silent for [RedisSettings#timeout], and looks again which server has
/// what when one of them broke or said that it has a log no more.
final class RedisLinks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLinks.class);
  private static final long TEND_MILLIS = 100;
  private static final long LOOK_NANOS = 500_000_000;

  private final RedisClient client;
  private final RedisSettings settings;
  private final LogServers servers;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread keeper;
  private final Map<String, String> complaints = new HashMap<>();
  private final Queue<CompletableFuture<Void>> lookers = new ConcurrentLinkedQueue<>();
  private volatile Map<String, RedisLink> links = Map.of();
  private volatile boolean doubtful = true;
  private long looked = System.nanoTime() - LOOK_NANOS;
  private int made;

  /// Makes none yet.
  RedisLinks(RedisClient client, RedisSettings settings, LogServers servers) {
    this.client = client;
    this.settings = settings;
    this.servers = servers;
    this.keeper = Thread.ofPlatform().name("redis-log-keeper").daemon().unstarted(this::keepUp);
  }

  /// Makes all of them.
  ///
  /// @throws UnfitRedisException if one may lose what it acknowledged
  /// @throws io.lettuce.core.RedisException if one cannot be reached
  void connect() {
    look();
    for (Server server : servers.all()) {
      connect(server);
    }
  }

  /// Makes them when it can, and keeps them.
  void keep() {
    keeper.start();
  }

  /// The one to who has a shard's log; null while there is none, and after [#close].
  @Nullable RedisLink of(int shard) {
    Server server = servers.of(shard);
    return server == null || closed.getCount() == 0 ? null : links.get(server.name());
  }

  /// Whether another server may take a log over.
  boolean mayChange() {
    return servers.mayChange();
  }

  /// Completes, on the keeper's thread, after it was looked anew which server has what.
  CompletableFuture<Void> lookAgain() {
    CompletableFuture<Void> seen = new CompletableFuture<>();
    lookers.add(seen);
    return seen;
  }

  void flush() {
    links.values().forEach(RedisLink::flush);
  }

  private void keepUp() {
    try {
      long wait = 0;
      while (!closed.await(wait, TimeUnit.MILLISECONDS)) {
        tend();
        wait = TEND_MILLIS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeAll();
  }

  private void tend() {
    giveUpBroken();
    if ((doubtful || !lookers.isEmpty()) && System.nanoTime() - looked >= LOOK_NANOS) {
      tryTo("The Redis Cluster cannot be asked what it looks like", this::look);
    }
    Set<String> serving = new HashSet<>();
    for (Server server : servers.all()) {
      serving.add(server.name());
      if (!links.containsKey(server.name()) && closed.getCount() > 0) {
        doubtful |= servers.mayChange();
        tryTo(server.name() + " cannot be reached", () -> reconnect(server));
      }
    }
    for (String name : List.copyOf(links.keySet())) {
      if (!serving.contains(name)) {
        giveUp(name);
      }
    }
  }

  private void giveUpBroken() {
    for (Map.Entry<String, RedisLink> each : links.entrySet()) {
      RedisLink link = each.getValue();
      if (!link.isOpen() || link.isSilentFor(settings.timeout().toNanos())) {
        log.warn("{} is away; its shard logs wait until it is back", each.getKey());
        giveUp(each.getKey());
        doubtful = true;
      }
    }
  }

  private void look() {
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (var next = lookers.poll(); next != null; next = lookers.poll()) {
      waiting.add(next);
    }
    looked = System.nanoTime();
    doubtful = false; // before: what is said meanwhile is of what is seen now, or older
    try {
      servers.lookAgain();
      waiting.forEach(each -> each.complete(null));
    } catch (RuntimeException e) {
      doubtful = true;
      waiting.forEach(each -> each.completeExceptionally(e));
      throw e;
    }
  }

  private void tryTo(String failed, Runnable what) {
    try {
      what.run();
      complaints.remove(failed);
    } catch (UnfitRedisException e) {
      complainOnce(failed, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // whatever it is, only another attempt can mend it
      complainOnce(failed, failed + ": " + e);
    }
  }

  private void complainOnce(String about, String what) {
    if (!what.equals(complaints.put(about, what))) {
      log.error("{}", what);
    }
  }

  private void reconnect(Server server) {
    connect(server);
    log.info("{} is there", server.name());
  }

  private void connect(Server server) {
    RedisLink link =
        RedisLink.connect(client, server.uri(), ++made, settings, () -> doubtful = true);
    Map<String, RedisLink> more = new HashMap<>(links);
    more.put(server.name(), link);
    links = Map.copyOf(more);
  }

  private void giveUp(String name) {
    Map<String, RedisLink> fewer = new HashMap<>(links);
    RedisLink link = fewer.remove(name);
    links = Map.copyOf(fewer);
    if (link != null) {
      link.close();
    }
  }

  private void closeAll() {
    List.copyOf(links.keySet()).forEach(this::giveUp);
    lookers.forEach(each -> each.cancel(false));
    servers.close();
  }

  /// Ends all of them; what is under way fails.
  @Override
  public void close() {
    closed.countDown();
    if (keeper.getState() == Thread.State.NEW) {
      closeAll();
    } // else the keeper does, after what it is at
  }
}
