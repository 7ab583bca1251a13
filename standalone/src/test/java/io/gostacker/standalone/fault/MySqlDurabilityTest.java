package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.fault.Witness.Place;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import io.lettuce.core.RedisClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// With `gostacker.durability: mysql` nothing is acknowledged, delivered or shown that only Redis
/// has: a Redis that comes back without it, as after a fail-over, loses nothing anybody knows of.
class MySqlDurabilityTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final EmbeddedRedis redis = Backends.ownRedis();
  private final EmbeddedMariaDb mariaDb = Backends.ownMariaDb();
  private final DatabaseAddress database =
      new DatabaseAddress(mariaDb.jdbcUrl("kept"), EmbeddedMariaDb.USER, mariaDb.password());
  private final Witness witness = new Witness();
  private final List<Chatter> chatters = new ArrayList<>();
  private StandaloneInJvm product;
  private TestUser alice;
  private TestUser bob;
  private String group;

  @BeforeEach
  void start() {
    product =
        StandaloneInJvm.start(
            redis.url(),
            database,
            Map.of("gostacker.durability", "mysql", "gostacker.flusher.interval", "20ms"));
    Api api = new Api(product.baseUrl());
    alice = api.newUser("alice");
    bob = api.newUser("bob");
    group = alice.group("a group", bob);
  }

  @AfterEach
  void stop() {
    chatters.forEach(Chatter::close);
    product.close();
    mariaDb.kill();
    redis.kill();
  }

  private void awaitAcknowledged(int more) {
    for (Chatter chatter : chatters) {
      int enough = chatter.acknowledged() + more;
      await().atMost(PATIENCE).until(() -> chatter.acknowledged() >= enough);
    }
  }

  @Test
  void aRedisWipedUnderLoadLosesNothingThatAnybodyKnowsOf() throws Exception {
    chatters.add(new Chatter(alice, "a", List.of(group), witness).begin());
    chatters.add(new Chatter(bob, "b", List.of(group), witness).begin());
    awaitAcknowledged(50);
    Set<Place> read = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    Thread reader = Thread.startVirtualThread(() -> read(read, over));
    for (int round = 0; round < 3; round++) {
      try (RedisClient client = RedisClient.create(redis.url())) {
        client.connect().sync().flushall();
      }
      awaitAcknowledged(50);
    }
    for (Chatter chatter : chatters) {
      chatter.finish();
    }
    over.set(true);
    reader.join();
    List<JsonNode> history = bob.history(group);
    witness.isBorneOutBy(history, group);
    witness.hasSeenNoContradiction();
    Set<Place> kept = new HashSet<>(history.stream().map(Place::of).toList());
    assertThat(read).hasSizeGreaterThan(100).isSubsetOf(kept);
    for (Chatter chatter : chatters) {
      assertThat(chatter.socket().frames("message").stream().map(Place::of)).isSubsetOf(kept);
      await("live or told to sync").atMost(PATIENCE).until(() -> chatter.hasSeenLive(history));
    }
    assertThat(history.getLast().path("seq").asLong()).isGreaterThan(3_000_000);
  }

  /// Reads the newest messages again and again.
  private void read(Set<Place> into, AtomicBoolean over) {
    while (!over.get()) {
      Api.Answer answer = bob.get("/api/v1/conversations/" + group + "/messages?limit=200");
      if (answer.status() == 200) {
        answer.json().path("items").forEach(message -> into.add(Place.of(message)));
      }
    }
  }

  @Test
  void whileMySqlTakesNothingNothingIsAcknowledgedDeliveredOrShown() throws Exception {
    TestSocket bobsSocket = bob.connect();
    alice.send(group, "before", "hello").is(201);
    bobsSocket.awaitMessage("before");
    try (Connection locking =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = locking.createStatement()) {
      statement.execute("LOCK TABLES message WRITE, shard_state WRITE");
      alice.send(group, "during", "hello").isProblem(503, "unavailable");
      bob.get("/api/v1/conversations/" + group + "/messages").isProblem(503, "unavailable");
      assertThat(bobsSocket.frames("message")).extracting(this::id).doesNotContain("during");
      statement.execute("UNLOCK TABLES");
    }
    await().atMost(PATIENCE).until(() -> alice.send(group, "during", "hello").status() < 300);
    bobsSocket.awaitMessage("during");
    assertThat(bob.history(group)).extracting(this::id).containsOnlyOnce("during");
    assertThat(bobsSocket.frames("message")).extracting(this::id).containsOnlyOnce("during");
  }

  private String id(JsonNode message) {
    return message.path("clientMessageId").asString();
  }
}
