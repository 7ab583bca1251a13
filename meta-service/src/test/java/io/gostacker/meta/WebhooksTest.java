package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventLog;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.RestClient.Answer;
import io.gostacker.testkit.backend.Backends;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Webhooks, with receivers that take what they are told, refuse it, hang or are away.
class WebhooksTest {
  private static final String WEBHOOKS = "/api/v1/server/webhooks";
  private static final String SECRET = "a-secret-of-two";

  private final DataSource database = Backends.freshDatabase();
  private final Path keys = MetaServer.newKeys();
  private final Receiver receiver = new Receiver(SECRET + "-sides");
  private final List<MetaServer> servers = new ArrayList<>();
  private RestClient app;

  @BeforeEach
  void start() {
    app = server().client().bearing(MetaServer.SERVER_KEY);
  }

  @AfterEach
  void stop() {
    servers.forEach(MetaServer::close);
    receiver.close();
    assertThat(receiver.troubles()).isEmpty();
  }

  private MetaServer server(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "gostacker.webhook.first-retry=50ms",
                "gostacker.webhook.give-up-after=2s",
                "gostacker.webhook.timeout=1s"));
    settings.addAll(List.of(more));
    MetaServer server = MetaServer.start(database, keys, settings.toArray(String[]::new));
    servers.add(server);
    return server;
  }

  private void put(String name, Receiver to, String more) {
    Answer answer =
        app.call(
            "PUT",
            WEBHOOKS + "/" + name,
            "{\"url\":\"%s\",\"secret\":\"%s-sides\"%s}".formatted(to.url(), SECRET, more));
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    assertThat(answer.json().has("secret")).isFalse();
  }

  /// Messages as a flusher tells of them.
  private void tell(long conversation, int from, int count) {
    List<Event> events = new ArrayList<>();
    for (int seq = from; seq < from + count; seq++) {
      events.add(
          Event.of(
              Event.begin("message", 1_800_000_000_000L, 64)
                  .raw(",\"message\":{\"conversationId\":")
                  .id(conversation)
                  .raw(",\"seq\":")
                  .number(seq)
                  .raw("}")));
    }
    MetaServer any = servers.getFirst();
    any.bean(Transactions.class)
        .run(() -> {
          any.bean(EventLog.class).append(events);
          return events;
        });
  }

  private static List<Integer> seqs(Receiver receiver, long conversation) {
    return receiver.taken().stream()
        .map(event -> event.path("message"))
        .filter(message -> message.path("conversationId").asString("").equals("" + conversation))
        .map(message -> message.path("seq").asInt())
        .toList();
  }

  private static List<Integer> upTo(int last) {
    return java.util.stream.IntStream.rangeClosed(1, last).boxed().toList();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private JsonNode state(String name) {
    return app.get(WEBHOOKS + "/" + name).json();
  }

  @Test
  void eventsAreToldInTheirOrderAndOnlyThoseThatAreWanted() {
    tell(1, 1, 10);
    put("all", receiver, ",\"types\":[\"message\",\"device.*\"]");
    tell(1, 11, 500);
    servers.getFirst().client().user("ann");
    soon().until(() -> receiver.taken().size() >= 501);
    assertThat(seqs(receiver, 1)).isEqualTo(upTo(510).subList(10, 510));
    assertThat(receiver.taken())
        .extracting(event -> event.path("type").asString())
        .containsOnlyOnce("device.logged-in")
        .doesNotContain("user.registered");
    soon()
        .untilAsserted(() -> {
          assertThat(state("all").path("late").asInt()).isZero();
          assertThat(state("all").path("deliveredId").asString()).isEqualTo("512");
        });
    assertThat(receiver.taken()).hasSize(501);
  }

  @Test
  void whoBeginsEarlierIsToldWhatWasBefore() {
    tell(1, 1, 300);
    put("early", receiver, ",\"after\":\"0\"");
    soon().until(() -> seqs(receiver, 1).size() >= 300);
    assertThat(seqs(receiver, 1)).isEqualTo(upTo(300));
  }

  @Test
  void whatIsRefusedIsRepeatedAndHoldsUpItsOwnConversationOnly() {
    Set<String> refused = ConcurrentHashMap.newKeySet();
    receiver.answers(event -> {
      JsonNode message = event.path("message");
      boolean bad = message.path("conversationId").asString("").equals("1");
      return bad && message.path("seq").asInt() % 7 == 3 && refused.add(event.path("id").asString())
          ? 500
          : 200;
    });
    put("picky", receiver, "");
    for (int seq = 1; seq <= 40; seq++) {
      tell(1, seq, 1);
      tell(2, seq, 1);
    }
    soon().until(() -> seqs(receiver, 2).size() >= 40 && seqs(receiver, 1).size() >= 40);
    assertThat(seqs(receiver, 1)).isEqualTo(upTo(40));
    assertThat(seqs(receiver, 2)).isEqualTo(upTo(40));
    assertThat(refused).hasSize(6);
    soon().until(() -> state("picky").path("late").asInt() == 0);
  }

  @Test
  void whatIsNeverTakenIsGivenUpAndToldAgainOnDemand() {
    receiver.answers(event -> event.path("message").path("seq").asInt() == 2 ? 418 : 200);
    put("never", receiver, "");
    tell(1, 1, 5);
    soon().until(() -> state("never").path("dead").asInt() == 1);
    soon().until(() -> seqs(receiver, 1).size() == 4);
    assertThat(seqs(receiver, 1)).containsExactly(1, 3, 4, 5);
    JsonNode dead = app.get(WEBHOOKS + "/never/dead").json().path("items");
    assertThat(dead).hasSize(1);
    assertThat(dead.path(0).path("reason").asString()).isEqualTo("answered 418");
    assertThat(dead.path(0).path("tries").asInt()).isGreaterThan(2);
    receiver.answers(event -> 200);
    assertThat(app.post(WEBHOOKS + "/never/redeliver", "").json().path("events").asInt()).isOne();
    soon().until(() -> seqs(receiver, 1).contains(2));
    soon().until(() -> state("never").path("dead").asInt() == 0);
  }

  @Test
  void oneThatHangsOrIsAwayDelaysNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Receiver hanging = new Receiver(SECRET + "-sides");
        Receiver away = new Receiver(SECRET + "-sides")) {
      hanging.answers(event -> {
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return 200;
      });
      away.close();
      put("a-hanging", hanging, "");
      put("b-away", away, "");
      put("c-well", receiver, "");
      tell(1, 1, 100);
      soon().until(() -> seqs(receiver, 1).size() == 100);
      assertThat(seqs(hanging, 1)).isEmpty();
      release.countDown();
      soon().until(() -> seqs(hanging, 1).contains(100));
    }
  }

  @Test
  void anAnswerThatNeverEndsIsNone() {
    AtomicInteger asked = new AtomicInteger();
    receiver.answers(event -> asked.incrementAndGet() <= 2 ? Receiver.ENDLESS : 200);
    put("endless", receiver, "");
    tell(1, 1, 3);
    soon().until(() -> seqs(receiver, 1).size() == 3);
    assertThat(seqs(receiver, 1)).isEqualTo(upTo(3));
  }

  @Test
  void aSlowConversationDoesNotHoldUpTheOthers() {
    receiver.answers(event -> {
      if (event.path("message").path("conversationId").asString("").equals("1")) {
        pause(200);
      }
      return 200;
    });
    put("slow", receiver, "");
    tell(1, 1, 60);
    soon().until(() -> !seqs(receiver, 1).isEmpty());
    tell(2, 1, 10);
    soon().until(() -> seqs(receiver, 2).size() == 10);
    assertThat(seqs(receiver, 1)).hasSizeLessThan(60);
    soon().until(() -> seqs(receiver, 1).size() == 60);
    assertThat(seqs(receiver, 1)).isEqualTo(upTo(60));
  }

  @Test
  void whatWasLateIsGoneWithItsWebhook() {
    receiver.answers(event -> 500);
    put("short", receiver, "");
    tell(1, 1, 5);
    soon().until(() -> state("short").path("late").asInt() == 5);
    assertThat(app.delete(WEBHOOKS + "/short").status()).isEqualTo(204);
    receiver.answers(event -> 200);
    put("short", receiver, "");
    tell(1, 6, 1);
    soon().until(() -> seqs(receiver, 1).contains(6));
    assertThat(seqs(receiver, 1)).containsExactly(6);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aKillLosesNothingAndAnotherInstanceGoesOn() {
    receiver.answers(event -> {
      pause(2);
      return 200;
    });
    put("kept", receiver, "");
    MetaServer other = server();
    tell(1, 1, 1_500);
    soon().until(() -> seqs(receiver, 1).size() > 300);
    MetaServer first = servers.removeFirst();
    first.close();
    app = other.client().bearing(MetaServer.SERVER_KEY);
    soon().until(() -> seqs(receiver, 1).contains(1_500));
    List<Integer> seqs = seqs(receiver, 1);
    assertThat(seqs.stream().distinct().toList()).isEqualTo(upTo(1_500));
    assertThat(seqs.size()).as("told again at most a page").isLessThanOrEqualTo(1_500 + 200);
  }

  @Test
  void aFullHouseOfLateOnesStopsTheTellingUntilTheyAreFewer() {
    servers.removeFirst().close();
    app =
        server("gostacker.webhook.max-late=250", "gostacker.webhook.give-up-after=1h")
            .client()
            .bearing(MetaServer.SERVER_KEY);
    receiver.answers(event -> 503);
    put("full", receiver, "");
    tell(1, 1, 3_000);
    soon().until(() -> state("full").path("late").asInt() >= 250);
    assertThat(state("full").path("late").asInt()).isLessThanOrEqualTo(450);
    receiver.answers(event -> 200);
    soon().until(() -> seqs(receiver, 1).size() == 3_000);
    assertThat(seqs(receiver, 1)).isEqualTo(upTo(3_000));
  }

  @Test
  void badOnesAreRefusedAndASecretIsMade() {
    for (String body :
        List.of(
            "{}",
            "{\"url\":\"ftp://x.example\"}",
            "{\"url\":\"https://u:p@x.example\"}",
            "{\"url\":\"https://x.example\",\"secret\":\"short\"}",
            "{\"url\":\"https://x.example\",\"types\":[\"Message\"]}",
            "{\"url\":\"https://x.example\",\"types\":[null]}",
            "{\"url\":\"https://x.example\",\"after\":\"x\"}",
            "{\"url\":\"https://x.example\",\"after\":\"999999999\"}")) {
      assertThat(app.call("PUT", WEBHOOKS + "/one", body).status()).as(body).isEqualTo(422);
    }
    assertThat(app.call("PUT", WEBHOOKS + "/a.b", "{\"url\":\"https://x.example\"}").status())
        .isEqualTo(422);
    Answer made = app.call("PUT", WEBHOOKS + "/one", "{\"url\":\"http://127.0.0.1:1/\"}");
    assertThat(made.text("secret")).hasSizeGreaterThan(40);
    Answer again = app.call("PUT", WEBHOOKS + "/one", "{\"url\":\"http://127.0.0.1:2/\"}");
    assertThat(again.json().has("secret")).isFalse();
    assertThat(app.get(WEBHOOKS).json().path("items")).hasSize(1);
    assertThat(app.get(WEBHOOKS).json().toString()).doesNotContain(made.text("secret"));
    assertThat(app.delete(WEBHOOKS + "/one").status()).isEqualTo(204);
    assertThat(app.delete(WEBHOOKS + "/one").status()).isEqualTo(404);
    assertThat(app.get(WEBHOOKS + "/one").status()).isEqualTo(404);
    assertThat(app.post(WEBHOOKS + "/one/redeliver", "").status()).isEqualTo(404);
  }
}
