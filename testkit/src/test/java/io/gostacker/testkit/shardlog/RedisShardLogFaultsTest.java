package io.gostacker.testkit.shardlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.RedisShardLog;
import io.gostacker.common.shardlog.UnfitRedisException;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A Redis that dies, hangs, fills up or forgets under the log.
class RedisShardLogFaultsTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);

  private static EmbeddedRedis redis;

  private RedisClient client;
  private RedisShardLog log;
  private LogProbe probe;

  @BeforeAll
  static void startServer() {
    redis = Backends.ownRedis();
  }

  @AfterAll
  static void stopServer() {
    redis.kill();
  }

  @BeforeEach
  void open() {
    if (!redis.isRunning()) {
      redis.start();
    }
    client = RedisClient.create();
    commands().flushall();
    log = RedisShardLog.open(client, settings(true));
    probe = new LogProbe(log);
  }

  @AfterEach
  void close() {
    log.close();
    client.shutdown();
  }

  private static RedisSettings settings(boolean requireDurable) {
    return new RedisSettings(URI.create(redis.url()), TIMEOUT, requireDurable);
  }

  private RedisCommands<String, String> commands() {
    return client.connect(RedisURI.create(redis.url())).sync();
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(redis.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  private void awaitUp() {
    await().atMost(PATIENCE).until(() -> log.isUp(0));
  }

  @Test
  void aKilledRedisLeavesOutcomesUnknownAndKeepsWhatItAcknowledged() {
    Position at = probe.begun(0, 1);
    for (int i = 0; i < 50; i++) {
      at = probe.appended(0, at, PAYLOAD);
    }
    redis.kill();
    CompletableFuture<Appended> lost = log.append(0, at, "lost", PAYLOAD);
    log.flush();
    assertThat(probe.answer(lost)).isInstanceOf(Appended.Unknown.class);
    assertThatThrownBy(() -> probe.head(0)).hasMessageContaining("Redis");
    await().atMost(PATIENCE).until(() -> !log.isUp(0));
    assertThat(probe.append(0, at, "lost too", PAYLOAD)).isInstanceOf(Appended.Unknown.class);
    redis.start();
    awaitUp();
    assertThat(probe.head(0)).contains(at);
    assertThat(probe.read(0, 0, 100)).hasSize(51);
    probe.appended(0, at, PAYLOAD);
  }

  @Test
  void aKillInTheMiddleOfAStreamOfAppendsLosesNoneThatWasAnswered() {
    Position at = probe.begun(0, 1);
    List<CompletableFuture<Appended>> asked = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      asked.add(log.append(0, at, "b" + i, PAYLOAD));
      at = new Position(at.offset() + 1, "b" + i);
      if (i % 10 == 0) {
        log.flush();
      }
      if (i == 1_000) {
        asked.getFirst().join();
        redis.kill();
      }
    }
    log.flush();
    List<Appended> answers = asked.stream().map(probe::answer).toList();
    long done = answers.stream().filter(Appended.Done.class::isInstance).count();
    assertThat(answers.stream().filter(answer -> !(answer instanceof Appended.Done)))
        .isNotEmpty()
        .allMatch(Appended.Unknown.class::isInstance);
    redis.start();
    awaitUp();
    assertThat(probe.read(0, 1, 10_000).size()).isGreaterThanOrEqualTo((int) done);
    assertThat(probe.head(0).orElseThrow().offset()).isGreaterThanOrEqualTo(1 + done);
  }

  @Test
  void aRedisThatHangsIsGivenUpInTime() throws IOException, InterruptedException {
    Position at = probe.begun(0, 1);
    signal("STOP");
    try {
      long start = System.nanoTime();
      CompletableFuture<Appended> hanging = log.append(0, at, "hanging", PAYLOAD);
      CompletableFuture<?> head = log.head(0);
      log.flush();
      assertThat(probe.answer(hanging)).isInstanceOf(Appended.Unknown.class);
      assertThatThrownBy(() -> probe.answer(head)).hasMessageContaining("onnection");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(TIMEOUT, TIMEOUT.multipliedBy(2));
    } finally {
      signal("CONT");
    }
    awaitUp();
    Position head = probe.head(0).orElseThrow();
    assertThat(head).as("it may have arrived late").isIn(at, new Position(2, "hanging"));
    probe.appended(0, head, PAYLOAD);
  }

  @Test
  void aLogThatWasIdleForLongIsNotTakenForSilent() {
    Position at = probe.begun(0, 1);
    await().pollDelay(TIMEOUT.multipliedBy(3)).atMost(PATIENCE).until(() -> true);
    for (int i = 0; i < 100; i++) {
      at = probe.appended(0, at, PAYLOAD);
    }
    assertThat(log.isUp(0)).isTrue();
  }

  @Test
  void connectionsThatAreKilledComeBack() {
    Position at = probe.begun(0, 1);
    commands().clientKill(KillArgs.Builder.typeNormal());
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(probe.head(0)).contains(at));
    probe.appended(0, at, PAYLOAD);
  }

  @Test
  void scriptsThatWereFlushedAreLoadedAgain() {
    Position at = probe.begun(0, 1);
    commands().scriptFlush();
    assertThat(probe.append(0, at, "a", PAYLOAD)).isInstanceOf(Appended.Unknown.class);
    awaitAppended(at);
    commands().scriptFlush();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> {
          probe.raiseFlushed(0, at);
          assertThat(probe.flushed(0)).contains(at);
        });
  }

  private void awaitAppended(Position at) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(probe.append(0, at, "again", PAYLOAD)).isInstanceOf(Appended.Done.class));
  }

  @Test
  void aFullRedisSaysSoAndKeepsWhatItHas() {
    Position at = probe.begun(0, 1);
    RedisCommands<String, String> commands = commands();
    commands.configSet("maxmemory", "1");
    assertThat(probe.append(0, at, "a", PAYLOAD)).isEqualTo(new Appended.Full());
    assertThat(probe.head(0)).contains(at);
    assertThat(probe.offsets(0, 0, 10)).containsExactly(1L);
    commands.configSet("maxmemory", "0");
    probe.appended(0, at, PAYLOAD);
  }

  @Test
  void aRedisThatBecameAReplicaIsLeftUntilItIsAMasterAgain() {
    Position at = probe.begun(0, 1);
    RedisCommands<String, String> commands = commands();
    commands.replicaof("127.0.0.1", 1);
    assertThat(probe.append(0, at, "a", PAYLOAD)).isInstanceOf(Appended.Unknown.class);
    assertThatThrownBy(() -> RedisShardLog.open(client, settings(true)))
        .isInstanceOf(UnfitRedisException.class)
        .hasMessageContaining("replica");
    commands.replicaofNoOne();
    awaitAppended(at);
  }

  @ParameterizedTest
  @CsvSource({
    "appendfsync, everysec",
    "appendonly, no",
    "no-appendfsync-on-rewrite, yes",
    "maxmemory-policy, allkeys-lru"
  })
  void aRedisThatMayLoseWhatItAcknowledgedIsRefused(String name, String value) {
    RedisCommands<String, String> commands = commands();
    String right = commands.configGet(name).get(name);
    commands.configSet(name, value);
    try {
      assertThatThrownBy(() -> RedisShardLog.open(client, settings(true)))
          .isInstanceOf(UnfitRedisException.class)
          .hasMessageContaining("'" + name + " " + value + "'")
          .hasMessageContaining("'" + name + " " + right + "'");
      RedisShardLog.open(client, settings(false)).close();
    } finally {
      commands.configSet(Map.of(name, right));
    }
  }

  @Test
  void aLogMayBeOpenedBeforeItsRedisIsThere() {
    redis.kill();
    assertThatThrownBy(() -> RedisShardLog.open(client, settings(true)))
        .hasMessageContaining("connect");
    try (RedisShardLog early = RedisShardLog.openInBackground(client, settings(true))) {
      assertThat(early.isUp(0)).isFalse();
      assertThat(new LogProbe(early).append(0, Position.START, "a", PAYLOAD))
          .isInstanceOf(Appended.Unknown.class);
      redis.start();
      await().atMost(PATIENCE).until(() -> early.isUp(0));
      new LogProbe(early).begun(0, 1);
    }
  }

  @Test
  void whatIsUnderWayWhenItIsClosedFails() throws Exception {
    Position at = probe.begun(0, 1);
    CompletableFuture<Appended> unsent = log.append(0, at, "a", PAYLOAD);
    log.close();
    assertThat(unsent.get(30, TimeUnit.SECONDS)).isInstanceOf(Appended.Unknown.class);
    assertThat(log.isUp(0)).isFalse();
  }
}
