package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.StandaloneProcess;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// kill -9 of the product again and again, with Redis and MySQL living on: its send service, its
/// flusher and its gateway die at any moment.
class RepeatedKillsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long SEED = 20261125;
  private static final int ROUNDS = 3;

  private final EmbeddedRedis redis = Backends.ownRedis();
  private final DatabaseAddress database = Backends.newDatabase();
  private final Witness witness = new Witness();
  private final JdbcClient mySql =
      JdbcClient.create(
          new DriverManagerDataSource(database.url(), database.user(), database.password()));

  @TempDir private Path data;

  @AfterEach
  void stop() {
    redis.kill();
  }

  private StandaloneProcess start(String... settings) throws IOException {
    List<String> words = new ArrayList<>();
    Collections.addAll(words, "--port", "0", "--data", data.toString());
    Collections.addAll(words, "--redis-url", redis.url(), "--mysql-url", database.url());
    words.add("--spring.datasource.username=" + database.user());
    words.add("--spring.datasource.password=" + database.password());
    Collections.addAll(words, settings);
    return StandaloneProcess.start(words.toArray(String[]::new));
  }

  @Test
  void whateverMomentItDiesAtEachAcknowledgedMessageIsInHistoryAndInMySqlOnce() throws Exception {
    Random random = new Random(SEED);
    String username = "";
    String group = "";
    for (int round = 0; round < ROUNDS; round++) {
      try (StandaloneProcess process = start("--gostacker.flusher.interval=10ms")) {
        Api api = new Api("http://localhost:" + process.awaitReady());
        TestUser alice;
        if (username.isEmpty()) {
          alice = api.newUser("alice");
          group = alice.group("a group", api.newUser("bob"));
          username = alice.username();
        } else {
          alice = api.logIn(username, "secret-alice", "device-1");
        }
        int enough = 20 + random.nextInt(300);
        try (Chatter chatter = new Chatter(alice, "r" + round, List.of(group), witness)) {
          chatter.begin();
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(1))
              .until(() -> chatter.acknowledged() >= enough);
          process.kill();
          process.awaitExit();
        }
      }
    }
    try (StandaloneProcess process = start()) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      TestUser alice = api.logIn(username, "secret-alice", "device-1");
      List<JsonNode> history = alice.history(group);
      Witness.isDense(history);
      witness.isBorneOutBy(history, group);
      new StoredMessages(mySql).areOf(history, group, PATIENCE);
    }
  }

  @Test
  void whatWasNotFlushedIsKnownRightAfterTheRestart() throws Exception {
    String[] slow = {"--gostacker.flusher.interval=10s", "--gostacker.flusher.idle-interval=60s"};
    List<String> names;
    List<JsonNode> before;
    String group;
    String direct;
    try (StandaloneProcess process = start(slow)) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      TestUser alice = api.newUser("alice");
      TestUser bob = api.newUser("bob");
      TestUser carol = api.newUser("carol");
      names = Stream.of(alice, bob, carol).map(TestUser::username).toList();
      group = alice.group("a group", bob, carol);
      direct = alice.directWith(bob);
      try (Chatter chatter = new Chatter(alice, "a", List.of(group, direct), witness)) {
        chatter.begin();
        await().atMost(PATIENCE).until(() -> chatter.acknowledged() >= 100);
        chatter.finish();
      }
      String members = "/api/v1/conversations/" + group + "/members/";
      alice.call("PATCH", members + bob.id(), "{\"role\":\"admin\"}").is(200);
      alice.call("DELETE", members + carol.id(), null).is(204);
      bob.call("PUT", "/api/v1/conversations/" + group + "/read", "{\"seq\":20}").is(204);
      before = seenBy(List.of(alice, bob), group, direct);
      process.kill();
      process.awaitExit();
    }
    assertThat(mySql.sql("SELECT COUNT(*) FROM message").query(Long.class).single())
        .as("messages in MySQL, of more than 100")
        .isLessThan(100);
    try (StandaloneProcess process = start(slow)) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      List<TestUser> users =
          names.stream()
              .map(name -> api.logIn(name, "secret-" + name.replaceAll("-.*", ""), "device-1"))
              .toList();
      assertThat(seenBy(users.subList(0, 2), group, direct)).isEqualTo(before);
      witness.isBorneOutBy(users.getFirst().history(direct), direct);
      JsonNode carols =
          users
              .getLast()
              .call("POST", "/api/v1/sync", "{\"cursors\":{\"" + group + "\":1}}")
              .is(200)
              .json();
      assertThat(carols.path("conversations").size()).isZero();
      assertThat(carols.path("gone").size()).isEqualTo(1);
      users.getLast().get("/api/v1/conversations/" + group).isProblem(404, "not_found");
    }
  }

  private static List<JsonNode> seenBy(List<TestUser> users, String group, String direct) {
    List<JsonNode> seen = new ArrayList<>();
    for (TestUser user : users) {
      seen.add(user.call("POST", "/api/v1/sync", "{\"cursors\":{},\"limit\":200}").is(200).json());
      seen.add(user.get("/api/v1/conversations").is(200).json());
      seen.add(user.get("/api/v1/conversations/" + group + "/members").is(200).json());
      seen.addAll(user.history(group));
      seen.addAll(user.history(direct));
    }
    return seen;
  }
}
