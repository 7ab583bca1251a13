package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.SuiteProcess;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.push.Vendor;
import io.gostacker.standalone.suite.RunningSuite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;

/// Somebody writes to many who are away without pause, while dispatchers, their provider and a
/// gateway are in trouble. In the end everybody was notified of the latest message, and what went
/// out again bore the id of the first.
@EnabledIf("io.gostacker.standalone.suite.RunningSuite#isPossible")
class PushFaultTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int AWAY = 30;
  private static final Vendor VENDOR = Vendor.shared();
  private static RunningSuite suite;

  private final Map<String, Long> latest = new ConcurrentHashMap<>();
  private final Map<String, TestUser> recipients = new ConcurrentHashMap<>();
  private TestUser writer;
  private volatile boolean stopped;
  private Thread writing;

  @BeforeAll
  static void start() {
    suite = RunningSuite.shared();
  }

  @BeforeEach
  void write() {
    writer = suite.at(1).newUser("writer");
    for (int i = 0; i < AWAY; i++) {
      TestUser user = suite.at(1).newUser("away");
      hand(user);
      recipients.put(writer.directWith(user), user);
    }
    writing = Thread.ofVirtual().start(this::writeToAll);
  }

  @AfterEach
  void mend() throws InterruptedException {
    VENDOR.answer(200);
    VENDOR.goOn();
    stopped = true;
    writing.join();
    List<SuiteProcess> gone =
        suite.suite().all().stream().filter(process -> !process.isAlive()).toList();
    gone.forEach(SuiteProcess::start);
    gone.forEach(SuiteProcess::awaitReady);
    suite.awaitLinked();
  }

  private static void hand(TestUser user) {
    user.call(
            "PUT",
            "/api/v1/devices/" + user.deviceId() + "/push-token",
            "{\"provider\":\"vendor\",\"token\":\"" + UUID.randomUUID() + "\"}")
        .is(204);
  }

  /// Whoever may lead.
  private static List<SuiteProcess> dispatchers() {
    List<SuiteProcess> own = suite.suite().dispatchers();
    return own.isEmpty() ? suite.suite().sends() : own;
  }

  /// Repeats what was not answered, as clients do.
  private void writeToAll() {
    for (int i = 0; !stopped; i++) {
      for (String conversation : recipients.keySet()) {
        Api.Answer answer = writer.send(conversation, "m" + i, "message " + i);
        for (int again = 0; answer.status() >= 500 && again < 100; again++) {
          answer = writer.send(conversation, "m" + i, "message " + i);
        }
        latest.put(conversation, answer.json().path("seq").asLong());
      }
    }
  }

  private long written() {
    return latest.values().stream().mapToLong(Long::longValue).sum();
  }

  private void awaitMoreWritten() {
    long enough = written() + 3L * AWAY;
    await().atMost(PATIENCE).until(() -> written() >= enough);
  }

  /// Of the latest message everybody is notified; nothing went out twice under two ids.
  private void finish() throws InterruptedException {
    stopped = true;
    writing.join();
    recipients.forEach((conversation, user) ->
        await("notification of " + user.username())
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(seqs(conversation, user)).contains(latest.get(conversation))));
    recipients.forEach((conversation, user) -> {
      Map<Long, List<String>> ids =
          VENDOR.taken(user.id()).stream()
              .collect(
                  Collectors.groupingBy(
                      each -> each.path("seq").asLong(),
                      Collectors.mapping(
                          each -> each.path("notificationId").asString(), Collectors.toList())));
      ids.forEach((seq, all) -> assertThat(all).as("seq " + seq).containsOnly(all.getFirst()));
    });
    assertThat(VENDOR.troubles()).isEmpty();
  }

  private static List<Long> seqs(String conversation, TestUser user) {
    return VENDOR.taken(user.id()).stream()
        .filter(each -> each.path("conversationId").asString().equals(conversation))
        .map(each -> each.path("seq").asLong())
        .toList();
  }

  /// Waits until everybody was notified of something that was written after this.
  private void awaitNotified() {
    Map<String, Long> before = Map.copyOf(latest);
    recipients.forEach((conversation, user) ->
        await("a notification of " + user.username())
            .atMost(PATIENCE)
            .until(() ->
                seqs(conversation, user).stream()
                    .anyMatch(seq -> seq > before.getOrDefault(conversation, 0L))));
  }

  @Test
  void whileAllIsWellNothingGoesOutTwice() throws InterruptedException {
    awaitMoreWritten();
    awaitNotified();
    finish();
    for (TestUser user : recipients.values()) {
      for (JsonNode each : VENDOR.taken(user.id())) {
        assertThat(VENDOR.calls(each.path("notificationId").asString())).isEqualTo(1);
      }
    }
  }

  /// Which of them leads is not known: one after the other is killed, and the second is not before
  /// the first is back.
  @Test
  void dispatchersAreKilled() throws InterruptedException {
    awaitNotified();
    for (SuiteProcess dispatcher : dispatchers()) {
      dispatcher.kill();
      awaitMoreWritten();
      awaitNotified();
      dispatcher.start();
      dispatcher.awaitReady();
    }
    finish();
  }

  @Test
  void theProviderAnswers5xxAndThenNothingAndADispatcherIsKilledMeanwhile()
      throws InterruptedException {
    awaitNotified();
    VENDOR.answer(503);
    awaitMoreWritten();
    VENDOR.answer(200);
    awaitNotified();
    VENDOR.hang();
    awaitMoreWritten();
    for (SuiteProcess dispatcher : dispatchers()) {
      dispatcher.kill();
      awaitMoreWritten();
      dispatcher.start();
      dispatcher.awaitReady();
    }
    VENDOR.goOn();
    awaitNotified();
    finish();
  }

  @Test
  void aGatewayIsKilledAndWhoWasThereIsNotified() throws InterruptedException {
    List<TestSocket> sockets = new ArrayList<>();
    SuiteProcess gateway = suite.suite().gateways().get(1);
    for (int i = 0; i < 5; i++) {
      TestUser user = suite.at(2).newUser("online");
      hand(user);
      sockets.add(user.connect());
      String conversation = writer.directWith(user);
      recipients.put(conversation, user);
    }
    awaitMoreWritten();
    gateway.kill();
    stopped = true; // what was written to them lately is all that they could be notified of
    writing.join();
    finish();
    sockets.forEach(TestSocket::close);
  }
}
