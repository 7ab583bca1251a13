package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.transport.Command;
import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import io.gostacker.testkit.backend.Backends;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Broadcasts, with a send service that takes everything, refuses or is overloaded.
class BroadcastsTest {
  private static final String BROADCASTS = "/api/v1/server/broadcasts";
  private static final String HELLO = "{\"type\":\"text\",\"text\":\"hello\"}";
  private static final String FAST = ",\"rate\":10000";

  private final DataSource database = Backends.freshDatabase();
  private final Path keys = MetaServer.newKeys();
  private final List<MetaServer> servers = new ArrayList<>();
  private RestClient app;

  @BeforeEach
  void start() {
    app = server().client().bearing(MetaServer.SERVER_KEY);
  }

  @AfterEach
  void stop() {
    servers.forEach(MetaServer::close);
  }

  private MetaServer server() {
    MetaServer server = MetaServer.start(database, keys);
    servers.add(server);
    return server;
  }

  private PlayedSend send() {
    return servers.getFirst().send();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(90));
  }

  private List<String> users(int count) {
    String users =
        IntStream.range(0, count)
            .mapToObj("{\"externalId\":\"u%d\"}"::formatted)
            .collect(Collectors.joining(","));
    Answer answer = app.post("/api/v1/server/users", "{\"users\":[" + users + "]}");
    return answer
        .json()
        .path("users")
        .valueStream()
        .map(user -> user.path("userId").asString())
        .toList();
  }

  private Answer put(String id, String sender, String to, String more) {
    return app.call(
        "PUT",
        BROADCASTS + "/" + id,
        "{\"senderId\":\"%s\",\"content\":%s,\"to\":%s%s}".formatted(sender, HELLO, to, more));
  }

  private static String to(List<String> userIds) {
    return "{\"userIds\":[\"" + String.join("\",\"", userIds) + "\"]}";
  }

  private JsonNode state(String id) {
    return app.get(BROADCASTS + "/" + id).json();
  }

  private JsonNode awaitState(String id, String state) {
    soon().until(() -> state(id).path("state").asString().equals(state));
    return state(id);
  }

  /// Who got messages of this broadcast, once for each message.
  private static List<Long> receivers(PlayedSend send, String id) {
    return send.messages().stream()
        .filter(message -> message.clientMessageId().startsWith("b-" + id + "-"))
        .map(message -> receiver(send, message))
        .toList();
  }

  private static long receiver(PlayedSend send, Command.SendMessage message) {
    Set<Long> others = new HashSet<>(send.members(message.conversationId()));
    others.remove(message.senderId());
    return others.iterator().next();
  }

  private static List<Long> ids(List<String> userIds) {
    return userIds.stream().map(Long::valueOf).toList();
  }

  @Test
  void allButTheSenderGetItOnceHoweverOftenItIsAskedFor() {
    List<String> users = users(450);
    String sender = users.getFirst();
    Answer begun = put("news", sender, "\"all\"", FAST);
    assertThat(begun.status()).as("%s", begun.json()).isEqualTo(201);
    assertThat(begun.json().path("total").asInt()).isEqualTo(449);
    assertThat(begun.json().path("state").asString()).isEqualTo("running");
    assertThat(put("news", sender, "\"all\"", FAST).status()).isEqualTo(200);

    JsonNode done = awaitState("news", "done");

    assertThat(done.path("sent").asInt()).isEqualTo(449);
    assertThat(done.path("failed").asInt()).isZero();
    assertThat(done.has("finishedAt")).isTrue();
    assertThat(receivers(send(), "news"))
        .containsExactlyInAnyOrderElementsOf(ids(users.subList(1, 450)));
    Answer again = put("news", sender, "\"all\"", FAST);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(done);
    assertThat(put("news", users.get(1), "\"all\"", FAST).code()).isEqualTo("conflict");
    assertThat(put("news", sender, to(users), FAST).code()).isEqualTo("conflict");

    // The conversations are there now.
    put("more", sender, to(users), FAST);
    assertThat(awaitState("more", "done").path("sent").asInt()).isEqualTo(449);
    assertThat(send().count()).isEqualTo(449);
  }

  @Test
  void whoeverCannotGetItIsCountedAndTheOthersDo() {
    List<String> users = users(5);
    User ann = servers.getFirst().client().user("ann");
    ann.client().call("PUT", "/api/v1/users/me/blocks/" + users.getFirst(), null);
    List<String> list =
        Stream.concat(users.stream(), Stream.of("77", "78", ann.userId(), "77")).toList();
    assertThat(put("some", users.getFirst(), to(list), "").json().path("total").asInt())
        .isEqualTo(7);

    JsonNode done = awaitState("some", "done");

    assertThat(done.path("total").asInt()).isEqualTo(7);
    assertThat(done.path("sent").asInt()).isEqualTo(4);
    assertThat(done.path("failed").asInt()).isEqualTo(3);
    assertThat(done.path("failures").toString()).isEqualTo("{\"blocked\":1,\"not_found\":2}");
    assertThat(receivers(send(), "some"))
        .containsExactlyInAnyOrderElementsOf(ids(users.subList(1, 5)));
    assertThat(send().count()).as("none with whoever blocks the sender").isEqualTo(4);
    put("again", users.getFirst(), to(List.of(ann.userId())), "");
    assertThat(awaitState("again", "done").path("failures").toString())
        .isEqualTo("{\"blocked\":1}");
    assertThat(send().count()).isEqualTo(4);
  }

  @Test
  void othersHaveTheirTurnWhileOneRecipientCannotBeReached() {
    List<String> users = users(20);
    String sender = users.getFirst();
    send().beOverloadedTo(Long.parseLong(users.get(5)));
    put("stuck", sender, to(users), FAST);
    soon().until(() -> !receivers(send(), "stuck").isEmpty());
    put("quick", sender, to(users.subList(1, 4)), FAST);
    assertThat(awaitState("quick", "done").path("sent").asInt()).isEqualTo(3);
    assertThat(state("stuck").path("state").asString()).isEqualTo("running");
    assertThat(state("stuck").path("sent").asInt()).isZero();

    send().beOverloadedTo(0);

    JsonNode done = awaitState("stuck", "done");
    assertThat(done.path("sent").asInt()).isEqualTo(19);
    assertThat(done.path("failed").asInt()).isZero();
    assertThat(receivers(send(), "stuck"))
        .containsExactlyInAnyOrderElementsOf(ids(users.subList(1, 20)));
  }

  @Test
  void oneTooManyIsAskedToComeAgain() {
    List<String> users = users(300);
    for (int i = 0; i < 100; i++) {
      assertThat(put("n" + i, users.getFirst(), "\"all\"", ",\"rate\":1").status()).isEqualTo(201);
    }

    Answer refused = put("more", users.getFirst(), "\"all\"", "");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo("overloaded");
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(app.get(BROADCASTS + "/more").status()).isEqualTo(404);
    assertThat(put("n0", users.getFirst(), "\"all\"", ",\"rate\":1").status()).isEqualTo(200);
    app.delete(BROADCASTS + "/n0");
    assertThat(put("more", users.getFirst(), "\"all\"", "").status()).isEqualTo(201);
  }

  @Test
  void whatIsRefusedForTheTimeBeingIsTriedAgain() {
    List<String> users = users(100);
    send().beOverloaded(150);
    put("busy", users.getFirst(), "\"all\"", FAST);
    JsonNode done = awaitState("busy", "done");
    assertThat(done.path("sent").asInt()).isEqualTo(99);
    assertThat(done.path("failed").asInt()).isZero();
    assertThat(receivers(send(), "busy")).hasSize(99).doesNotHaveDuplicates();
  }

  @Test
  void nothingIsSentAfterACancel() {
    List<String> users = users(300);
    String sender = users.getFirst();
    put("long", sender, "\"all\"", ",\"rate\":20");
    soon().until(() -> state("long").path("sent").asInt() > 0);
    assertThat(app.delete(BROADCASTS + "/long").status()).isEqualTo(204);
    assertThat(state("long").path("state").asString()).isEqualTo("cancelled");

    // One that is begun later is done: a page of the other would have had its turn.
    put("next", sender, to(users.subList(0, 50)), FAST);
    awaitState("next", "done");

    JsonNode cancelled = state("long");
    assertThat(cancelled.path("sent").asInt())
        .isLessThan(299)
        .isEqualTo(receivers(send(), "long").size());
    assertThat(app.delete(BROADCASTS + "/next").status()).isEqualTo(204);
    assertThat(state("next").path("state").asString()).isEqualTo("done");
    assertThat(app.delete(BROADCASTS + "/none").status()).isEqualTo(404);
  }

  @Test
  void theRateIsKept() {
    List<String> users = users(91);
    put("slow", users.getFirst(), "\"all\"", ",\"rate\":30");

    JsonNode done = awaitState("slow", "done");

    Duration took =
        Duration.between(
            Instant.parse(done.path("createdAt").asString()),
            Instant.parse(done.path("finishedAt").asString()));
    assertThat(took).isGreaterThan(Duration.ofMillis(2_900)); // 90 recipients, 30 a second
  }

  @Test
  void othersHaveTheirTurnWhileOneRuns() {
    List<String> users = users(1000);
    String sender = users.getFirst();
    put("slow", sender, "\"all\"", ",\"rate\":2");
    soon().until(() -> state("slow").path("sent").asInt() > 0);
    put("quick", sender, to(users.subList(0, 2)), FAST);
    awaitState("quick", "done");
    assertThat(state("slow").path("state").asString()).isEqualTo("running");
  }

  @Test
  void theRateOfARunningOneIsChanged() {
    List<String> users = users(1000);
    put("hasty", users.getFirst(), "\"all\"", ",\"rate\":1");
    soon().until(() -> state("hasty").path("sent").asInt() > 0);
    Answer changed = app.patch(BROADCASTS + "/hasty", "{\"rate\":10000}");
    assertThat(changed.json().path("rate").asInt()).isEqualTo(10_000);
    awaitState("hasty", "done"); // at the old rate it would take a quarter of an hour
    assertThat(app.patch(BROADCASTS + "/hasty", "{\"rate\":1}").code()).isEqualTo("conflict");
    assertThat(app.patch(BROADCASTS + "/hasty", "{\"rate\":0}").status()).isEqualTo(422);
    assertThat(app.patch(BROADCASTS + "/hasty", "{}").status()).isEqualTo(422);
  }

  @Test
  void anotherInstanceGoesOnWhereOneLeft() {
    List<String> users = users(200);
    put("moved", users.getFirst(), "\"all\"", ",\"rate\":40");
    soon().until(() -> state("moved").path("sent").asInt() > 0);
    MetaServer first = servers.removeFirst();
    MetaServer second = server();
    app = second.client().bearing(MetaServer.SERVER_KEY);
    first.close();

    assertThat(awaitState("moved", "done").path("sent").asInt()).isEqualTo(199);

    List<Long> byFirst = receivers(first.send(), "moved");
    List<Long> bySecond = receivers(second.send(), "moved");
    assertThat(Stream.concat(byFirst.stream(), bySecond.stream()).distinct()).hasSize(199);
    assertThat(byFirst).isNotEmpty();
    // These two send services know nothing of each other, so the page that was broken off is seen.
    assertThat(byFirst.size() + bySecond.size()).isLessThanOrEqualTo(199 + 40);
  }

  @Test
  void oneMessageGoesIntoAConversationOrTheReasonIsGiven() {
    List<String> users = users(3);
    String group =
        app.post(
                "/api/v1/server/conversations",
                "{\"type\":\"channel\",\"ownerId\":\"%s\",\"memberIds\":[]}"
                    .formatted(users.getFirst()))
            .text("conversationId");
    String to = "{\"conversationId\":\"" + group + "\"}";
    put("in", users.getFirst(), to, "");
    assertThat(awaitState("in", "done").path("sent").asInt()).isEqualTo(1);
    assertThat(send().messages()).hasSize(1);
    put("out", users.getLast(), to, "");
    JsonNode failed = awaitState("out", "failed");
    assertThat(failed.path("reason").asString()).startsWith("not_member");
    assertThat(failed.path("failed").asInt()).isEqualTo(1);
    assertThat(failed.path("to").path("conversationId").asString()).isEqualTo(group);
  }

  @Test
  void whoIsBannedSendsNoMore() {
    List<String> users = users(200);
    String sender = users.getFirst();
    put("bad", sender, "\"all\"", ",\"rate\":1");
    app.call("PUT", "/api/v1/server/users/" + sender + "/ban", "{}");
    assertThat(awaitState("bad", "failed").path("reason").asString()).startsWith("blocked");
    assertThat(put("worse", sender, "\"all\"", "").code()).isEqualTo("blocked");
  }

  @Test
  void theNewestAreListedFirst() {
    String sender = users(1).getFirst();
    for (int i = 0; i < 5; i++) {
      put("b" + i, sender, "\"all\"", "");
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = app.get(BROADCASTS + "?limit=2" + cursor).json();
      page.path("items").forEach(item -> listed.add(item.path("broadcastId").asString()));
      cursor =
          page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asString();
    } while (!cursor.isEmpty());
    assertThat(listed).containsExactly("b4", "b3", "b2", "b1", "b0");
    assertThat(app.get(BROADCASTS + "?cursor=x").status()).isEqualTo(422);
  }

  @Test
  void aLongListIsTakenAndALongContentOrNameIsNot() {
    String sender = users(1).getFirst();
    List<String> many = IntStream.range(0, 100_000).mapToObj(i -> "" + (i + 1L << 40)).toList();
    assertThat(put("many", sender, to(many), FAST).json().path("total").asInt()).isEqualTo(100_000);
    assertThat(awaitState("many", "done").path("failed").asInt()).isEqualTo(100_000);
    String large = "{\"type\":\"text\",\"text\":\"" + "x".repeat(20_000) + "\"}";
    Answer tooLarge =
        app.call(
            "PUT",
            BROADCASTS + "/large",
            "{\"senderId\":\"%s\",\"content\":%s,\"to\":\"all\"}".formatted(sender, large));
    assertThat(tooLarge.code()).isEqualTo("payload_too_large");
    assertThat(put("n".repeat(49), sender, "\"all\"", "").status()).isEqualTo(422);
    assertThat(put("n".repeat(48), sender, "\"all\"", "").status()).isEqualTo(201);
  }
}
