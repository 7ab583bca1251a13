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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Backing up and putting back, as `docs/operations.md` tells it: a dump of MySQL and the signing
/// keys are all that is left.
class RestoreDrillTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path keys;
  private final Witness witness = new Witness();

  private static DatabaseAddress address(EmbeddedMariaDb mariaDb) {
    return new DatabaseAddress(mariaDb.jdbcUrl("drill"), EmbeddedMariaDb.USER, mariaDb.password());
  }

  private StandaloneInJvm start(EmbeddedRedis redis, EmbeddedMariaDb mariaDb) {
    return StandaloneInJvm.start(
        redis.url(), address(mariaDb), Map.of("gostacker.token.keys", keys.toString()));
  }

  private static void awaitAcknowledged(Chatter chatter, int more) {
    int enough = chatter.acknowledged() + more;
    await().atMost(PATIENCE).until(() -> chatter.acknowledged() >= enough);
  }

  @Test
  void whatWasDumpedIsThereAndNoSeqIsGivenTwice() throws Exception {
    Dump dump;
    List<JsonNode> before;
    TestUser alice;
    TestUser bob;
    String group;
    try (EmbeddedRedis redis = Backends.ownRedis();
        EmbeddedMariaDb mariaDb = Backends.ownMariaDb();
        StandaloneInJvm product = start(redis, mariaDb)) {
      Api api = new Api(product.baseUrl());
      alice = api.newUser("alice");
      bob = api.newUser("bob");
      group = alice.group("a group", bob);
      try (Chatter chatter = new Chatter(alice, "a", List.of(group), witness)) {
        chatter.begin();
        awaitAcknowledged(chatter, 300);
        dump = Dump.of(address(mariaDb)); // while people talk
        awaitAcknowledged(chatter, 300);
        chatter.finish();
      }
      before = bob.history(group);
    }
    try (EmbeddedRedis redis = Backends.ownRedis();
        EmbeddedMariaDb mariaDb = Backends.ownMariaDb()) {
      dump.restoreInto(address(mariaDb));
      try (StandaloneInJvm product = start(redis, mariaDb)) {
        Api api = new Api(product.baseUrl());
        TestUser aliceNow = at(api, alice);
        List<JsonNode> after = aliceNow.history(group);
        assertThat(after).hasSizeGreaterThan(100).isEqualTo(before.subList(0, after.size()));
        long last = before.getLast().path("seq").asLong();
        JsonNode sent = aliceNow.send(group, "after-the-restore", "hello").is(201).json();
        assertThat(sent.path("seq").asLong()).isGreaterThan(last);
        assertThat(at(api, bob).history(group).getLast().path("clientMessageId").asString())
            .isEqualTo("after-the-restore");
      }
    }
  }

  private static TestUser at(Api api, TestUser user) {
    return new TestUser(api, user.username(), user.password(), user.deviceId(), user.login());
  }
}
