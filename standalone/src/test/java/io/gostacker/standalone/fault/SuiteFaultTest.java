package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gostacker.standalone.SuiteProcess;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.suite.RunningSuite;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// One process of the suite after the other dies, hangs or leaves while two people at each gateway
/// talk without pause.
@EnabledIf("io.gostacker.standalone.suite.RunningSuite#isPossible")
class SuiteFaultTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static RunningSuite suite;

  private final Witness witness = new Witness();
  private final List<TestUser> users = new ArrayList<>();
  private final List<Chatter> chatters = new ArrayList<>();
  private String group = "";

  @BeforeAll
  static void start() {
    suite = RunningSuite.shared();
  }

  @BeforeEach
  void talk() {
    users.add(suite.at(1).newUser("ann"));
    users.add(suite.at(2).newUser("bob"));
    users.add(suite.at(1).newUser("carol"));
    users.add(suite.at(2).newUser("dave"));
    group = users.get(0).group("talk", users.get(1), users.get(2), users.get(3));
    List<String> conversations = new ArrayList<>(List.of(group));
    for (int i = 0; i < 6; i++) { // so that both send instances serve some
      conversations.add(users.get(0).group("talk " + i, users.get(1), users.get(2), users.get(3)));
    }
    for (int i = 0; i < users.size(); i++) {
      chatters.add(new Chatter(users.get(i), group + "u" + i, conversations, witness));
    }
    chatters.forEach(Chatter::begin);
    awaitMore();
  }

  @AfterEach
  void mend() {
    chatters.forEach(Chatter::close);
    List<SuiteProcess> all = new ArrayList<>(suite.suite().gateways());
    all.addAll(suite.suite().sends());
    all.addAll(suite.suite().flushers());
    all.add(suite.suite().meta());
    List<SuiteProcess> gone = all.stream().filter(process -> !process.isAlive()).toList();
    gone.forEach(SuiteProcess::start);
    gone.forEach(SuiteProcess::awaitReady);
    suite.awaitLinked();
  }

  /// Each of them gets some more answers.
  private void awaitMore() {
    List<Integer> before = chatters.stream().map(Chatter::acknowledged).toList();
    for (int i = 0; i < chatters.size(); i++) {
      Chatter chatter = chatters.get(i);
      int enough = before.get(i) + 100;
      await("answers").atMost(PATIENCE).until(() -> chatter.acknowledged() >= enough);
    }
  }

  /// All is answered, everything acknowledged stands there once, and everybody has seen it or was
  /// told to look.
  private void finish() throws InterruptedException {
    for (Chatter chatter : chatters) {
      chatter.finish();
    }
    List<JsonNode> history = users.get(1).history(group);
    Witness.isDense(history);
    witness.isBorneOutBy(history, group);
    for (Chatter chatter : chatters) {
      await("seen live").atMost(PATIENCE).until(() -> chatter.hasSeenLive(history));
    }
    assertThat(users.get(2).history(group)).isEqualTo(history);
  }

  @Test
  void aSendInstanceIsKilled() throws InterruptedException {
    suite.suite().sends().getFirst().kill();
    awaitMore();
    finish();
  }

  @Test
  void aSendInstanceHangsAndComesBackLater() throws Exception {
    SuiteProcess send = suite.suite().sends().getLast();
    send.halt(true);
    try {
      awaitMore();
      awaitMore();
    } finally {
      send.halt(false);
    }
    awaitMore();
    finish();
  }

  @Test
  void aSendInstanceLeavesAndNobodyNotices() throws InterruptedException {
    suite.suite().sends().getFirst().stop();
    awaitMore();
    finish();
    assertThat(chatters).flatMap(Chatter::refusals).isEmpty();
  }

  @Test
  void everyProcessBehindTheGatewaysIsRestartedAndNobodyNotices() throws InterruptedException {
    List<SuiteProcess> behind = new ArrayList<>(suite.suite().sends());
    behind.addAll(suite.suite().flushers());
    behind.add(suite.suite().meta());
    for (SuiteProcess process : behind) {
      process.stop();
      process.start();
      process.awaitReady();
      suite.awaitLinked();
    }
    awaitMore();
    finish();
    assertThat(chatters).flatMap(Chatter::refusals).isEmpty();
  }

  @Test
  void metaIsKilledAndMessagesGoOn() throws InterruptedException {
    suite.suite().meta().kill();
    awaitMore();
    awaitMore();
    logIn(users.getFirst()).isProblem(503, "unavailable");
    finish();
    suite.suite().meta().start();
    suite.suite().meta().awaitReady();
    await().atMost(PATIENCE).until(() -> logIn(users.getFirst()).status() == 200);
  }

  @Test
  void aFlusherIsKilledAndTheOtherWritesItsShards() throws Exception {
    suite.suite().flushers().getFirst().kill();
    awaitMore();
    finish();
    mySqlHasEverything();
  }

  private void mySqlHasEverything() {
    JdbcClient mySql =
        JdbcClient.create(
            new DriverManagerDataSource(
                suite.database().url(), suite.database().user(), suite.database().password()));
    new StoredMessages(mySql).areOf(users.getFirst().history(group), group, PATIENCE);
  }

  @Test
  void mySqlIsKilledAndConversationsGoOn() throws Exception {
    assumeTrue(suite.hasOneRedis(), "on a Cluster messages are kept in MySQL");
    suite.mySql().kill();
    try {
      awaitMore();
      awaitMore();
      logIn(users.getFirst()).isProblem(503, "unavailable");
    } finally {
      suite.mySql().start();
    }
    awaitMore();
    finish();
    assertThat(chatters).flatMap(Chatter::refusals).isEmpty();
    mySqlHasEverything();
    assertThat(Files.readString(suite.suite().meta().log()))
        .as("what is logged for a request names its trace")
        .containsPattern("auth/login not answered.*\"traceId\":\"[0-9a-f]{32}\"");
    await().atMost(PATIENCE).until(() -> logIn(users.getFirst()).status() == 200);
  }

  private static Api.Answer logIn(TestUser user) {
    String login =
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user.username(), user.password());
    return suite.at(2).call("POST", "/api/v1/auth/login", null, login);
  }

  @Test
  void consulIsGoneAndNothingStops() throws InterruptedException {
    suite.consul().stop();
    try {
      awaitMore();
      TestUser late = suite.at(1).newUser("late");
      TestSocket socket = late.connect();
      String direct = users.getFirst().directWith(late);
      users.getFirst().send(direct, "late", "hello").is(201);
      socket.awaitMessage("late");
      awaitMore();
    } finally {
      suite.consul().start();
    }
    finish();
  }

  @Test
  void aGatewayIsKilledAndItsPeopleCompleteTheirPictureElsewhere() throws InterruptedException {
    suite.suite().gateways().getFirst().kill();
    Chatter bob = chatters.get(1);
    int enough = bob.acknowledged() + 100;
    await().atMost(PATIENCE).until(() -> bob.acknowledged() >= enough);
    bob.finish();
    chatters.get(3).finish();
    List<JsonNode> history = users.get(1).history(group);
    Witness.isDense(history);
    witness.isBorneOutBy(history, group);
    TestUser ann = users.getFirst();
    TestUser annElsewhere =
        new TestUser(suite.at(2), ann.username(), ann.password(), ann.deviceId(), ann.login());
    assertThat(annElsewhere.history(group)).isEqualTo(history);
    try (TestSocket socket = annElsewhere.connect()) {
      users.get(1).send(group, "after", "hello").is(201);
      socket.awaitMessage("after");
    }
  }

  @Test
  void aGatewayLeavesInOrder() throws InterruptedException {
    TestSocket annsSocket = chatters.getFirst().socket();
    suite.suite().gateways().getFirst().stop();
    assertThat(annsSocket.awaitClose()).isEqualTo(1012);
    assertThat(annsSocket.awaitFrame("goodbye").path("reconnectAfterMs").isNumber()).isTrue();
    chatters.get(1).finish();
    chatters.get(3).finish();
    List<JsonNode> history = users.get(1).history(group);
    Witness.isDense(history);
    witness.isBorneOutBy(history, group);
    assertThat(List.of(chatters.get(1), chatters.get(3))).flatMap(Chatter::refusals).isEmpty();
  }

  @Test
  void redisIsKilledAndComesBack() throws Exception {
    assumeTrue(suite.hasOneRedis(), "a Redis Cluster is failed over by another test");
    suite.redis().kill();
    await()
        .atMost(PATIENCE)
        .until(() -> chatters.stream().anyMatch(each -> !each.refusals().isEmpty()));
    suite.redis().start();
    awaitMore();
    finish();
  }
}
