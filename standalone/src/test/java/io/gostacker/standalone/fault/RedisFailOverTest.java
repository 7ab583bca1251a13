package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.fault.Witness.Place;
import io.gostacker.testkit.backend.Backends;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Sentinel promotes a replica that lacks what the master acknowledged last.
@EnabledOnOs(OS.LINUX)
class RedisFailOverTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final Witness witness = new Witness();

  private static void awaitAcknowledged(Chatter chatter, int more) {
    int enough = chatter.acknowledged() + more;
    await().atMost(PATIENCE).until(() -> chatter.acknowledged() >= enough);
  }

  @Test
  void nothingThatAnybodyKnowsOfIsLost() throws Exception {
    try (SentinelRedis redis = new SentinelRedis(folder);
        StandaloneInJvm product =
            StandaloneInJvm.start(
                redis.url(),
                Backends.newDatabase(),
                Map.of("gostacker.durability", "mysql", "gostacker.flusher.interval", "20ms"))) {
      Api api = new Api(product.baseUrl());
      TestUser alice = api.newUser("alice");
      TestUser bob = api.newUser("bob");
      String group = alice.group("a group", bob);
      try (Chatter a = new Chatter(alice, "a", List.of(group), witness);
          Chatter b = new Chatter(bob, "b", List.of(group), witness)) {
        a.begin();
        b.begin();
        awaitAcknowledged(a, 50);
        redis.cutOffReplica();
        awaitAcknowledged(a, 50); // which the replica does not have
        redis.failOver();
        awaitAcknowledged(a, 100);
        awaitAcknowledged(b, 100);
        a.finish();
        b.finish();
        List<JsonNode> history = bob.history(group);
        witness.isBorneOutBy(history, group);
        witness.hasSeenNoContradiction();
        Set<Place> kept = new HashSet<>(history.stream().map(Place::of).toList());
        for (Chatter chatter : List.of(a, b)) {
          assertThat(chatter.socket().frames("message").stream().map(Place::of)).isSubsetOf(kept);
          await("live or told to sync").atMost(PATIENCE).until(() -> chatter.hasSeenLive(history));
        }
        assertThat(history.getLast().path("seq").asLong()).isGreaterThan(1_000_000);
      }
    }
  }

  @Test
  void withMessagesKeptInRedisOnlyItIsRefusedWithTheWaysOut() throws Exception {
    try (SentinelRedis redis = new SentinelRedis(folder)) {
      assertThatThrownBy(
              () -> StandaloneInJvm.start(redis.url(), Backends.newDatabase(), Map.of()).close())
          .rootCause()
          .hasMessageContaining("gostacker.durability: mysql")
          .hasMessageContaining("gostacker.redis.require-durable: false");
    }
  }
}
