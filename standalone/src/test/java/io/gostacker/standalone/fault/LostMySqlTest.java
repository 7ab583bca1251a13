package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// MySQL killed under traffic: conversations go on, the rest says so, and nothing is missing after.
class LostMySqlTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// How long anything may take to say that it cannot be done now.
  private static final Duration SOON = Duration.ofSeconds(10);

  private final EmbeddedRedis redis = Backends.ownRedis();
  private final EmbeddedMariaDb mariaDb = Backends.ownMariaDb();
  private final DatabaseAddress database =
      new DatabaseAddress(mariaDb.jdbcUrl("lost"), EmbeddedMariaDb.USER, mariaDb.password());
  private final Witness witness = new Witness();
  private StandaloneInJvm product;

  @BeforeEach
  void start() {
    product = StandaloneInJvm.start(redis.url(), database, Map.of());
  }

  @AfterEach
  void stop() {
    product.close();
    mariaDb.kill();
    redis.kill();
  }

  @Test
  void conversationsGoOnAndMySqlHasEverythingOnceItIsBack() throws Exception {
    Api api = new Api(product.baseUrl());
    TestUser alice = api.newUser("alice");
    TestUser bob = api.newUser("bob");
    TestUser carol = api.newUser("carol");
    String group = alice.group("a group", bob);
    try (Chatter a = new Chatter(alice, "a", List.of(group), witness);
        Chatter b = new Chatter(bob, "b", List.of(group), witness)) {
      a.begin();
      b.begin();
      awaitAcknowledged(a, 50);
      mariaDb.kill();
      awaitAcknowledged(a, 50);
      awaitAcknowledged(b, 50);
      everythingElseIsUnavailable(api, alice, bob, carol);
      recentHistoryIsThere(alice, group);
      mariaDb.start();
      awaitAcknowledged(a, 20);
      await().atMost(PATIENCE).until(() -> bob.get("/api/v1/conversations").status() == 200);
      a.finish();
      b.finish();
      assertThat(List.of(a, b)).flatMap(Chatter::refusals).isEmpty();

      List<JsonNode> history = bob.history(group);
      Witness.isDense(history);
      witness.isBorneOutBy(history, group);
      await().atMost(PATIENCE).until(() -> a.hasSeenLive(history) && b.hasSeenLive(history));
      assertThat(a.socket().frames("resync")).isEmpty();
      mySqlHas(history, group);
    }
    carol.directWith(bob);
  }

  private static void awaitAcknowledged(Chatter chatter, int more) {
    int before = chatter.acknowledged();
    await().atMost(PATIENCE).until(() -> chatter.acknowledged() >= before + more);
  }

  private static void everythingElseIsUnavailable(
      Api api, TestUser alice, TestUser bob, TestUser carol) {
    unavailable(() ->
        api.call(
            "POST",
            "/api/v1/auth/login",
            null,
            "{\"username\":\"%s\",\"password\":\"secret-bob\"}".formatted(bob.username())));
    unavailable(() ->
        alice.call(
            "POST",
            "/api/v1/conversations",
            "{\"type\":\"direct\",\"memberIds\":[\"" + carol.id() + "\"]}"));
    unavailable(() -> alice.get("/api/v1/conversations"));
    unavailable(() -> alice.get("/api/v1/users?query=bob"));
    unavailable(() -> alice.call("POST", "/api/v1/sync", "{\"cursors\":{}}"));
  }

  private static void unavailable(java.util.function.Supplier<Api.Answer> request) {
    long begun = System.nanoTime();
    request.get().isProblem(503, "unavailable");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
  }

  private static void recentHistoryIsThere(TestUser user, String group) {
    JsonNode page = user.get("/api/v1/conversations/" + group + "/messages").is(200).json();
    assertThat(page.path("items").size()).isPositive();
    JsonNode view = user.get("/api/v1/conversations/" + group).is(200).json();
    assertThat(view.path("memberCount").asInt()).isEqualTo(2);
  }

  private void mySqlHas(List<JsonNode> history, String group) {
    JdbcClient mySql =
        JdbcClient.create(
            new DriverManagerDataSource(database.url(), database.user(), database.password()));
    new StoredMessages(mySql).areOf(history, group, PATIENCE);
    assertThat(mySql.sql("SELECT COUNT(*) FROM message_dead").query(Long.class).single()).isZero();
  }
}
