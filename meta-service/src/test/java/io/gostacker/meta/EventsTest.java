package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.event.EventFeed;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.event.EventForgetting;
import io.gostacker.testkit.backend.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The event feed: what meta adds to it, and how it is read.
class EventsTest {
  private static final String EVENTS = "/api/v1/server/events";

  private static MetaServer server;
  private static RestClient app;

  @BeforeAll
  static void start() {
    server = MetaServer.start(Backends.freshDatabase(), MetaServer.newKeys());
    app = server.client().bearing(MetaServer.SERVER_KEY);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer page(String query) {
    Answer answer = app.get(EVENTS + query);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer;
  }

  private static String head() {
    return String.valueOf(server.bean(EventFeed.class).head());
  }

  private static List<String> since(String after) {
    List<String> told = new ArrayList<>();
    for (JsonNode event : page("?limit=1000&after=" + after).json().path("items")) {
      assertThat(event.path("at").asString()).matches("\\d{4}-.*T.*\\.\\d{3}Z");
      told.add(
          event.path("type").asString()
              + " "
              + event.path("userId").asString()
              + event.path("deviceId").asString("")
              + " "
              + event.path("reason").asString("")
              + event.path("platform").asString("")
              + event.path("username").asString("")
              + event.path("externalId").asString(""));
    }
    return told;
  }

  @Test
  void whatHappensToAccountsAndDevicesIsTold() {
    String before = head();
    User ann = server.client().user("ann");
    String id = ann.userId();
    String phone = ann.username() + "-phone";
    assertThat(ann.client().patch("/api/v1/users/me", "{\"nickname\":\"Annie\"}").status())
        .isEqualTo(200);
    User desk = server.client().login(id, ann.username(), "desk");
    assertThat(
            desk.client()
                .call(
                    "PUT",
                    "/api/v1/users/me/password",
                    "{\"currentPassword\":\"correct horse\",\"newPassword\":\"battery staple\"}")
                .status())
        .isEqualTo(204);
    String user = "/api/v1/server/users/" + id;
    assertThat(app.call("PUT", user + "/ban", "{\"reason\":\"spam\"}").status()).isEqualTo(204);
    assertThat(app.delete(user + "/ban").status()).isEqualTo(204);
    assertThat(since(before))
        .containsExactly(
            "user.registered " + id + " " + ann.username(),
            "device.logged-in " + id + phone + " ",
            "user.changed " + id + " ",
            "device.logged-in " + id + "desk ",
            "user.password-changed " + id + " ",
            "device.logged-out " + id + phone + " the password was changed",
            "user.banned " + id + " spam",
            "device.logged-out " + id + "desk spam",
            "user.unbanned " + id + " ");
  }

  @Test
  void whatTheBackEndOfTheAppDoesIsToldToo() {
    String before = head();
    Answer put =
        app.post(
            "/api/v1/server/users",
            "{\"users\":[{\"externalId\":\"x-9\"},{\"externalId\":\"x-8\"}]}");
    String nine = put.json().path("users").path(0).path("userId").asString();
    String eight = put.json().path("users").path(1).path("userId").asString();
    String device = "{\"tokens\":[{\"userId\":\"" + nine + "\",\"deviceId\":\"d\"}]}";
    assertThat(app.post("/api/v1/server/tokens", device).status()).isEqualTo(200);
    assertThat(app.post("/api/v1/server/tokens", device).status()).isEqualTo(200);
    assertThat(since(before))
        .containsExactly(
            "user.put " + eight + " x-8",
            "user.put " + nine + " x-9",
            "device.logged-in " + nine + "d ",
            "device.logged-out " + nine + "d replaced by a newer login",
            "device.logged-in " + nine + "d ");
  }

  @Test
  void whatDidNotHappenIsNotTold() {
    User ann = server.client().user("ann");
    String before = head();
    String again = "{\"username\":\"%s\",\"password\":\"correct horse\"}".formatted(ann.username());
    assertThat(server.client().post("/api/v1/auth/register", again).status()).isEqualTo(409);
    assertThat(
            ann.client()
                .call(
                    "PUT",
                    "/api/v1/users/me/password",
                    "{\"currentPassword\":\"wrong\",\"newPassword\":\"battery staple\"}")
                .status())
        .isEqualTo(401);
    assertThat(since(before)).isEmpty();
  }

  @Test
  void pagesFollowEachOther() {
    String before = head();
    IntStream.range(0, 5).forEach(i -> server.client().user("page"));
    List<Long> ids = new ArrayList<>();
    String after = before;
    boolean more = true;
    while (more) {
      JsonNode page = page("?limit=3&after=" + after).json();
      page.path("items").forEach(event -> ids.add(Long.parseLong(event.path("id").asString())));
      assertThat(page.path("items").size()).isBetween(1, 3);
      after = page.path("next").asString();
      more = page.path("hasMore").asBoolean();
    }
    long first = Long.parseLong(before) + 1;
    assertThat(ids).isEqualTo(LongStream.range(first, first + 10).boxed().toList());
    assertThat(page("?after=" + after).json().path("next").asString()).isEqualTo(after);
    JsonNode oldest = page("?limit=1").json().path("items").path(0);
    assertThat(oldest.path("id").asString()).isEqualTo("1");
  }

  @Test
  void whoWaitsIsToldWhenItHappens() throws Exception {
    String before = head();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> waiting = executor.submit(() -> page("?wait=10&after=" + before));
      Thread.sleep(500);
      assertThat(waiting.isDone()).isFalse();
      server.client().user("ann");
      assertThat(waiting.get().json().path("items")).isNotEmpty();
    }
  }

  @Test
  void whoFollowsWhileManyWriteMissesNothing() throws Exception {
    String before = head();
    int each = 25;
    List<Long> ids = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        String name = "writer-" + writer;
        writers.add(() -> {
          for (int i = 0; i < each; i++) {
            String users = "{\"users\":[{\"externalId\":\"%s-%d\"}]}".formatted(name, i);
            assertThat(app.post("/api/v1/server/users", users).status()).isEqualTo(200);
          }
          return null;
        });
      }
      List<Future<Void>> writing = writers.stream().map(executor::submit).toList();
      String after = before;
      while (ids.size() < 8 * each) {
        JsonNode page = page("?wait=5&limit=7&after=" + after).json();
        page.path("items").forEach(event -> ids.add(Long.parseLong(event.path("id").asString())));
        after = page.path("next").asString();
      }
      for (Future<Void> writer : writing) {
        writer.get();
      }
    }
    long first = Long.parseLong(before) + 1;
    assertThat(ids).isEqualTo(LongStream.range(first, first + 8 * each).boxed().toList());
    await().untilAsserted(() -> assertThat(head()).isEqualTo(String.valueOf(first + 8 * each - 1)));
  }

  @Test
  void aTransactionThatTakesLongHoldsUpNobodyAndIsToldWhenItEnds() throws Exception {
    String before = head();
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> slow =
          executor.submit(() ->
              server
                  .bean(Transactions.class)
                  .run(() -> {
                    server.bean(AccountEvents.class).changed(4711);
                    written.countDown();
                    return awaits(end);
                  }));
      assertThat(awaits(written)).isTrue();
      User ann = server.client().user("ann");
      assertThat(since(before))
          .containsExactly(
              "user.registered " + ann.userId() + " " + ann.username(),
              "device.logged-in " + ann.userId() + ann.username() + "-phone ");
      String between = head();
      end.countDown();
      assertThat(slow.get()).isTrue();
      assertThat(since(between)).containsExactly("user.changed 4711 ");
    }
  }

  @Test
  void whoIsHaltedWhileGivingIdsHoldsUpReadersOnly() throws Exception {
    String before = head();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> halted =
          executor.submit(() ->
              server
                  .bean(Transactions.class)
                  .run(() -> {
                    server
                        .bean(JdbcClient.class)
                        .sql("SELECT last_id FROM event_head FOR UPDATE")
                        .query(Long.class)
                        .single();
                    held.countDown();
                    return awaits(end);
                  }));
      assertThat(awaits(held)).isTrue();
      server.client().user("ann");
      assertThat(since(before)).isEmpty();
      end.countDown();
      assertThat(halted.get()).isTrue();
      assertThat(since(before)).hasSize(2);
    }
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void whatIsOlderThanTheRetentionIsForgottenAndSaidToBe() {
    try (MetaServer other =
        MetaServer.start(
            Backends.freshDatabase(), MetaServer.newKeys(), "gostacker.events.retention=1h")) {
      RestClient back = other.client().bearing(MetaServer.SERVER_KEY);
      other.client().user("old");
      JdbcClient jdbc = other.bean(JdbcClient.class);
      jdbc.sql("UPDATE event_batch SET at = at - 4000000").update();
      other.client().user("new");
      other.bean(EventForgetting.class).run();
      assertThat(back.get(EVENTS + "?limit=1").json().path("items").path(0).path("id").asString())
          .isEqualTo("3");
      Answer late = back.get(EVENTS + "?after=1");
      assertThat(late.status()).isEqualTo(409);
      assertThat(late.text("detail")).contains("after=2");
      assertThat(back.get(EVENTS + "?after=2").json().path("items")).hasSize(2);
      jdbc.sql("UPDATE event_batch SET at = at - 4000000").update();
      other.bean(EventForgetting.class).run();
      assertThat(back.get(EVENTS + "?after=3").status()).isEqualTo(409);
      assertThat(back.get(EVENTS + "?after=4").status()).isEqualTo(200);
      assertThat(back.get(EVENTS).json().path("items")).isEmpty();
    }
  }

  @Test
  void badQuestionsAreAnsweredWithWhatIsWrong() {
    for (String query :
        List.of(
            "?after=x",
            "?after=-1",
            "?limit=0",
            "?limit=1001",
            "?wait=11",
            "?after=999999999999")) {
      Answer answer = app.get(EVENTS + query);
      assertThat(answer.status()).as(query).isEqualTo(422);
      assertThat(answer.code()).isEqualTo("validation_failed");
    }
    assertThat(server.client().get(EVENTS).status()).isEqualTo(401);
    assertThat(server.client().user("ann").client().get(EVENTS).status()).isEqualTo(401);
  }

  @Test
  void withoutAFeedItIsSaidThatThereIsNone() {
    try (MetaServer other =
        MetaServer.start(
            Backends.freshDatabase(), MetaServer.newKeys(), "gostacker.events.enabled=false")) {
      other.client().user("ann");
      Answer answer = other.client().bearing(MetaServer.SERVER_KEY).get(EVENTS);
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text("detail")).contains("gostacker.events.enabled");
      assertThat(
              other
                  .bean(JdbcClient.class)
                  .sql("SELECT COUNT(*) FROM event_batch")
                  .query(Long.class)
                  .single())
          .isZero();
    }
  }
}
