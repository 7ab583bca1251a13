package io.gostacker.standalone.fault;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.FsyncWatch;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import io.lettuce.core.RedisClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// Redis killed, cut at its last fsync, wiped, and put back to an older copy, each under traffic,
/// while the product runs on.
class LostRedisTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long NEXT_EPOCH = 1_000_000;

  private static EmbeddedRedis redis;
  private static StandaloneInJvm product;
  private static JdbcClient mySql;
  private static Api api;

  @TempDir private Path folder;
  private final Witness witness = new Witness();
  private final List<Chatter> chatters = new ArrayList<>();
  private TestUser alice;
  private TestUser bob;
  private String group;
  private String direct;

  @BeforeAll
  static void start() {
    redis = Backends.ownRedis();
    DatabaseAddress database = Backends.newDatabase();
    mySql =
        JdbcClient.create(
            new DriverManagerDataSource(database.url(), database.user(), database.password()));
    product =
        StandaloneInJvm.start(redis.url(), database, Map.of("gostacker.flusher.retention", "0s"));
    api = new Api(product.baseUrl());
  }

  @AfterAll
  static void stop() {
    product.close();
    redis.kill();
  }

  @AfterEach
  void silence() {
    chatters.forEach(Chatter::close);
  }

  @BeforeEach
  void meet() {
    alice = api.newUser("alice");
    bob = api.newUser("bob");
    group = alice.group("a group", bob);
    direct = alice.directWith(bob);
  }

  private void converse() {
    chatters.add(new Chatter(alice, "a", List.of(group, direct), witness));
    chatters.add(new Chatter(bob, "b", List.of(group, direct), witness));
    chatters.forEach(Chatter::begin);
    awaitAcknowledged(100);
  }

  /// Waits until each has so many more answers.
  private void awaitAcknowledged(int more) {
    for (Chatter chatter : chatters) {
      int before = chatter.acknowledged();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> chatter.acknowledged() >= before + more);
    }
  }

  private void finish() throws InterruptedException {
    for (Chatter chatter : chatters) {
      chatter.finish();
    }
  }

  /// The ids of what MySQL has of the group and the direct conversation.
  private Set<String> flushed() {
    return new HashSet<>(
        mySql
            .sql("SELECT client_message_id FROM message WHERE conversation_id IN (?, ?)")
            .params(Long.parseLong(group), Long.parseLong(direct))
            .query(String.class)
            .list());
  }

  private void awaitAllFlushed() {
    await().atMost(PATIENCE).until(() -> flushed().containsAll(witness.acknowledged().keySet()));
  }

  /// Nothing acknowledged is lost, doubled or out of order, by history and by MySQL's rows.
  private void nothingIsLost() {
    awaitAllFlushed();
    for (String conversation : List.of(group, direct)) {
      List<JsonNode> history = bob.history(conversation);
      Witness.isDense(history);
      witness.isBorneOutBy(history, conversation);
      long rows =
          mySql
              .sql("SELECT COUNT(*) FROM message WHERE conversation_id = ?")
              .param(Long.parseLong(conversation))
              .query(Long.class)
              .single();
      assertThat(rows).isEqualTo(history.size());
    }
    List<JsonNode> both = new ArrayList<>(bob.history(group));
    both.addAll(bob.history(direct));
    for (Chatter chatter : chatters) {
      await("live or told to sync").atMost(PATIENCE).until(() -> chatter.hasSeenLive(both));
    }
  }

  @Test
  void killedAndBackAfterASecondItHasEverythingThatWasAcknowledged() throws Exception {
    converse();
    redis.kill();
    int before = chatters.getFirst().acknowledged() + 2 * 8;
    await()
        .atMost(PATIENCE)
        .until(() -> chatters.stream().noneMatch(chatter -> chatter.refusals().isEmpty()));
    assertThat(chatters.getFirst().acknowledged()).isLessThanOrEqualTo(before);
    bob.get("/api/v1/conversations/" + group + "/messages").isProblem(503, "unavailable");
    redis.start();
    awaitAcknowledged(100);
    finish();
    nothingIsLost();
  }

  @Test
  void afterAPowerFailureItHasEverythingThatWasAcknowledged() throws Exception {
    assumeTrue(FsyncWatch.isPossible(), "NOT CHECKED: what a power failure leaves (needs strace)");
    awaitQuiet();
    try (FsyncWatch watch = FsyncWatch.attach(redis.pid(), redis.appendOnlyFile())) {
      converse();
      redis.kill();
      watch.awaitEnd();
      watch.loseUnsynced();
    }
    redis.start();
    awaitAcknowledged(50);
    finish();
    nothingIsLost();
  }

  private void awaitQuiet() {
    Path file = redis.appendOnlyFile();
    AtomicLong before = new AtomicLong(-1);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          long size = Files.size(file);
          return before.getAndSet(size) == size;
        });
  }

  @Test
  void wipedItGivesNoSeqTwiceAndWhatWasFlushedIsStillThere() throws Exception {
    converse();
    await().atMost(PATIENCE).until(() -> flushed().size() > 50);
    Set<String> safe = flushed();
    try (RedisClient client = RedisClient.create(redis.url())) {
      client.connect().sync().flushall();
    }
    goesOnInANewEpoch(safe);
  }

  @Test
  void putBackToAnOlderCopyItGivesNoSeqTwiceAndWhatWasFlushedIsStillThere() throws Exception {
    converse();
    Path older = Files.copy(redis.appendOnlyFile(), folder.resolve("older.aof"));
    awaitAcknowledged(100);
    await().atMost(PATIENCE).until(() -> flushed().size() > 100);
    Set<String> safe = flushed();
    redis.kill();
    Files.copy(older, redis.appendOnlyFile(), REPLACE_EXISTING);
    redis.start();
    goesOnInANewEpoch(safe);
  }

  @Test
  void putBackToAnOlderCopyWithEverythingFlushedItLosesNothing() throws Exception {
    converse();
    Path older = Files.copy(redis.appendOnlyFile(), folder.resolve("older.aof"));
    awaitAcknowledged(50);
    finish();
    awaitAllFlushed();
    Set<String> safe = flushed();
    redis.kill();
    Files.copy(older, redis.appendOnlyFile(), REPLACE_EXISTING);
    redis.start();
    chatters.forEach(Chatter::close);
    chatters.clear();
    chatters.add(new Chatter(alice, "a2", List.of(group, direct), witness));
    chatters.add(new Chatter(bob, "b2", List.of(group, direct), witness));
    chatters.forEach(Chatter::begin);
    goesOnInANewEpoch(safe);
    assertThat(flushed()).containsAll(witness.acknowledged().keySet());
  }

  private void goesOnInANewEpoch(Set<String> safe) throws InterruptedException {
    awaitAcknowledged(50);
    finish();
    Set<String> acknowledged = witness.acknowledged().keySet();
    for (String conversation : List.of(group, direct)) {
      List<JsonNode> history = bob.history(conversation);
      witness.isBorneOutBy(
          history, conversation, safe.stream().filter(acknowledged::contains).toList());
      assertThat(history.getLast().path("seq").asLong()).isGreaterThan(NEXT_EPOCH);
      assertThat(history.stream().map(message -> message.path("seq").asLong())).isSorted();
      JsonNode view = bob.get("/api/v1/conversations/" + conversation).is(200).json();
      assertThat(view.path("memberCount").asInt()).isEqualTo(2);
      assertThat(view.path("lastSeq").asLong()).isEqualTo(history.getLast().path("seq").asLong());
    }
    JsonNode members = bob.get("/api/v1/conversations/" + group + "/members").is(200).json();
    assertThat(members.path("items").findValuesAsString("role"))
        .containsExactlyInAnyOrder("owner", "member");
    List<String> given =
        witness.acknowledged().entrySet().stream()
            .filter(each -> each.getValue().seq() > NEXT_EPOCH)
            .map(Map.Entry::getKey)
            .toList();
    assertThat(given).hasSizeGreaterThanOrEqualTo(100);
    await().atMost(PATIENCE).until(() -> flushed().containsAll(given));
    witness.hasSeenNoContradiction();
  }
}
