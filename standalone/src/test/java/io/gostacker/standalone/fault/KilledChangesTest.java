package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.StandaloneProcess;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.testkit.backend.Backends;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// kill -9 of the product, of Redis and of MySQL while members' roles and nicknames change, with
/// and without the group cache: what was answered stands, what was not happened or did not.
class KilledChangesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String[] ROLES = {"admin", "member"};

  private final EmbeddedRedis redis = Backends.ownRedis();
  private final EmbeddedMariaDb mariaDb = Backends.ownMariaDb();
  private final List<TestUser> others = new ArrayList<>();
  private final Map<String, Possible> expected = new TreeMap<>();
  @TempDir private Path data;
  private Random random = new Random();
  private String group = "";
  private String owner = "";

  private enum Victim {
    PRODUCT,
    REDIS,
    MYSQL
  }

  /// What a member may be: the last answered, or a later one that was not answered.
  private record Possible(List<String> roles, List<String> nicknames) {}

  @AfterEach
  void stop() {
    mariaDb.kill();
    redis.kill();
  }

  private StandaloneProcess start(boolean cache) throws Exception {
    return StandaloneProcess.start(
        "--port",
        "0",
        "--data",
        data.toString(),
        "--redis-url",
        redis.url(),
        "--mysql-url",
        mariaDb.jdbcUrl("killed"),
        "--spring.datasource.username=" + EmbeddedMariaDb.USER,
        "--spring.datasource.password=" + mariaDb.password(),
        "--gostacker.group-cache.enabled=" + cache,
        "--gostacker.flusher.interval=20ms");
  }

  @ParameterizedTest(name = "group cache: {0}")
  @ValueSource(booleans = {true, false})
  void whatWasAnsweredStands(boolean cache) throws Exception {
    random = new Random(cache ? 1 : 2);
    int round = 0;
    for (Victim victim : List.of(Victim.PRODUCT, Victim.REDIS, Victim.MYSQL, Victim.PRODUCT)) {
      try (StandaloneProcess process = start(cache)) {
        Api api = new Api("http://localhost:" + process.awaitReady());
        TestUser ann = round++ == 0 ? begin(api) : api.logIn(owner, "secret-ann", "device-1");
        verify(ann);
        int before = 20 + random.nextInt(40);
        for (int change = 0; change < before; change++) {
          change(ann);
        }
        Thread killer = Thread.ofVirtual().start(() -> kill(victim, process));
        for (int change = 0; change < 5; change++) {
          change(ann);
        }
        killer.join();
        revive(victim, process);
        if (victim != Victim.PRODUCT) {
          await().atMost(PATIENCE).until(() -> isServing(ann));
          verify(ann);
        }
      }
    }
    try (StandaloneProcess process = start(cache)) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      verify(api.logIn(owner, "secret-ann", "device-1"));
      mySqlSaysSo();
    }
  }

  private void kill(Victim victim, StandaloneProcess process) {
    switch (victim) {
      case PRODUCT -> process.kill();
      case REDIS -> redis.kill();
      case MYSQL -> mariaDb.kill();
    }
  }

  private void revive(Victim victim, StandaloneProcess process) throws InterruptedException {
    switch (victim) {
      case PRODUCT -> process.awaitExit();
      case REDIS -> redis.start();
      case MYSQL -> mariaDb.start();
    }
  }

  private TestUser begin(Api api) {
    TestUser ann = api.newUser("ann");
    owner = ann.username();
    for (int i = 0; i < 5; i++) {
      others.add(api.newUser("bob" + i));
    }
    group = ann.group("a group", others.toArray(TestUser[]::new));
    for (TestUser user : others) {
      assertThat(answers(ann, user, "{\"nickname\":\"nick\"}")).isTrue();
      List<String> roles = new ArrayList<>(List.of("member"));
      expected.put(user.id(), new Possible(roles, new ArrayList<>(List.of("nick"))));
    }
    return ann;
  }

  private void change(TestUser ann) {
    TestUser user = others.get(random.nextInt(others.size()));
    Possible possible = Objects.requireNonNull(expected.get(user.id()));
    String field = random.nextBoolean() ? "role" : "nickname";
    String value = field.equals("role") ? ROLES[random.nextInt(2)] : "nick " + random.nextInt(1000);
    List<String> values = field.equals("role") ? possible.roles() : possible.nicknames();
    values.add(value);
    if (answers(ann, user, "{\"" + field + "\":\"" + value + "\"}")) {
      values.removeIf(earlier -> !earlier.equals(value));
    }
  }

  private boolean answers(TestUser ann, TestUser user, String body) {
    try {
      int status =
          ann.call("PATCH", "/api/v1/conversations/" + group + "/members/" + user.id(), body)
              .status();
      assertThat(status).isIn(200, 503);
      return status == 200;
    } catch (UncheckedIOException e) {
      return false; // it died
    }
  }

  private boolean isServing(TestUser ann) {
    return ann.get("/api/v1/conversations/" + group + "/members").status() == 200
        && ann.get("/api/v1/conversations").status() == 200;
  }

  /// Fails unless every member is what he may be; from then on he may be nothing else.
  private void verify(TestUser ann) {
    JsonNode members =
        ann.get("/api/v1/conversations/" + group + "/members?limit=50").is(200).json();
    assertThat(members.path("items").size()).isEqualTo(others.size() + 1);
    for (JsonNode member : members.path("items")) {
      Possible possible = expected.get(member.path("userId").asString());
      if (possible != null) {
        assertThat(possible.roles()).contains(member.path("role").asString());
        assertThat(possible.nicknames()).contains(member.path("nickname").asString(""));
        possible.roles().removeIf(role -> !role.equals(member.path("role").asString()));
        possible.nicknames().removeIf(name -> !name.equals(member.path("nickname").asString("")));
      }
    }
  }

  private void mySqlSaysSo() {
    JdbcClient mySql =
        JdbcClient.create(
            new DriverManagerDataSource(
                mariaDb.jdbcUrl("killed"), EmbeddedMariaDb.USER, mariaDb.password()));
    Map<String, String> told = new TreeMap<>();
    expected.forEach(
        (user, is) -> told.put(user, is.roles().getFirst() + " " + is.nicknames().getFirst()));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          Map<String, String> stored = new TreeMap<>();
          mySql
              .sql("SELECT user_id, role, nickname FROM member WHERE conversation_id = ?")
              .param(Long.parseLong(group))
              .query(row -> {
                String role = row.getInt(2) == 0 ? "member" : "admin";
                String nickname = row.getString(3);
                if (expected.containsKey(row.getString(1))) {
                  stored.put(row.getString(1), role + " " + (nickname == null ? "" : nickname));
                }
              });
          assertThat(stored).isEqualTo(told);
        });
  }
}
