package io.gostacker.testkit.backend;

import io.gostacker.embedded.Ports;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A real Redis Cluster on this machine: three masters with one replica each. Not thread-safe.
public final class RedisCluster implements AutoCloseable {
  private static final String PASSWORD = "a-password-of-all";
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// A node is known by the cluster to be down after this.
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(3);

  /// The nodes talk to each other on a port that much higher.
  private static final int BUS = 10_000;

  private final Path program;
  private final Path folder;
  private final List<Node> nodes = new ArrayList<>();

  private static final class Node {
    private final int port;
    private final Path folder;
    private @Nullable Process process;

    private Node(int port, Path folder) {
      this.port = port;
      this.folder = folder;
    }
  }

  /// Starts nothing yet.
  RedisCluster(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /// Starts all nodes and returns when the cluster serves all slots and each master has its
  /// replica.
  void start() {
    for (int i = 0; i < 2 * MASTERS; i++) {
      nodes.add(node(folder.resolve("node-" + i)));
    }
    nodes.forEach(this::start);
    nodes.forEach(node -> until("a node", () -> "PONG".equals(at(node, RedisCommands::ping))));
    Node first = nodes.getFirst();
    for (Node other : nodes.subList(1, nodes.size())) {
      at(other, commands -> commands.clusterMeet("127.0.0.1", first.port));
    }
    for (int i = 0; i < MASTERS; i++) {
      int[] slots = IntStream.range(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS).toArray();
      at(nodes.get(i), commands -> commands.clusterAddSlots(slots));
    }
    for (int i = 0; i < MASTERS; i++) {
      String master = at(nodes.get(i), RedisCommands::clusterMyId);
      Node replica = nodes.get(MASTERS + i);
      until("a replica", () -> replicates(replica, master));
    }
    until("the cluster", this::isWhole);
  }

  private static boolean replicates(Node node, String master) {
    try {
      return "OK".equals(at(node, commands -> commands.clusterReplicate(master)));
    } catch (RedisException e) {
      return false; // it has not heard of it yet
    }
  }

  private boolean isWhole() {
    for (Node node : nodes) {
      String replication = at(node, commands -> commands.info("replication"));
      if (!at(node, RedisCommands::clusterInfo).contains("cluster_state:ok")
          || !(replication.contains("connected_slaves:1")
              || replication.contains("master_link_status:up"))) {
        return false;
      }
    }
    return true;
  }

  private static Node node(Path folder) {
    int port = Ports.free();
    while (!Ports.isFree(port + BUS)) {
      port = Ports.free();
    }
    return new Node(port, folder);
  }

  private void start(Node node) {
    try {
      Files.createDirectories(node.folder);
      Path settings = node.folder.resolve("redis.conf");
      Files.writeString(
          settings,
          """
          bind 127.0.0.1
          port %d
          requirepass %s
          masterauth %s
          dir "%s"
          appendonly yes
          appendfsync always
          no-appendfsync-on-rewrite no
          save ""
          maxmemory-policy noeviction
          cluster-enabled yes
          cluster-config-file nodes.conf
          cluster-node-timeout %d
          cluster-require-full-coverage no
          """
              .formatted(node.port, PASSWORD, PASSWORD, node.folder, NODE_TIMEOUT.toMillis()));
      node.process =
          new ProcessBuilder(program.toString(), settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(node.folder.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T at(Node node, Function<RedisCommands<String, String>, T> what) {
    RedisURI uri = RedisURI.create("redis://:" + PASSWORD + "@127.0.0.1:" + node.port);
    try (RedisClient client = RedisClient.create(uri)) {
      return what.apply(client.connect().sync());
    }
  }

  private static void until(String what, BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isDone(done)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(what + " is not there after " + PATIENCE);
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean isDone(BooleanSupplier done) {
    try {
      return done.getAsBoolean();
    } catch (RedisException e) {
      return false;
    }
  }

  /// `redis-cluster://:password@host:port,…` of some nodes.
  public String url() {
    return "redis-cluster://:%s@127.0.0.1:%d,127.0.0.1:%d"
        .formatted(PASSWORD, nodes.get(0).port, nodes.get(MASTERS).port);
  }

  /// Empties all of it.
  public void flush() {
    masters().forEach(node -> at(node, RedisCommands::flushall));
  }

  /// Runs commands at a key's master; the key is named by its slot.
  public <T> T atMasterOf(int slot, Function<RedisCommands<String, String>, T> what) {
    for (Node node : masters()) {
      String own = at(node, RedisCommands::clusterNodes);
      if (serves(own, slot)) {
        return at(node, what);
      }
    }
    throw new IllegalStateException("nobody serves slot " + slot);
  }

  private static boolean serves(String told, int slot) {
    String[] own =
        told.lines().filter(line -> line.contains("myself")).findFirst().orElseThrow().split(" ");
    for (int i = 8; i < own.length; i++) {
      String[] range = own[i].split("-");
      if (Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1])) {
        return true;
      }
    }
    return false;
  }

  private List<Node> masters() {
    return nodes.stream()
        .filter(node -> node.process != null && node.process.isAlive())
        .filter(node -> at(node, commands -> commands.info("replication")).contains("role:master"))
        .toList();
  }

  /// Kills the first master that is left and returns when its replica serves in its place.
  public void failOver() {
    Node master = masters().getFirst();
    int before = masters().size();
    kill(master);
    until("a new master", () -> masters().size() == before);
  }

  /// Starts again what was killed; it comes back as a replica.
  public void mend() {
    for (Node node : nodes) {
      if (node.process != null && !node.process.isAlive()) {
        start(node);
      }
    }
    until("the cluster", this::isWhole);
  }

  private static void kill(Node node) {
    Process process = node.process;
    if (process != null) {
      process.destroyForcibly();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    nodes.forEach(RedisCluster::kill);
  }
}
