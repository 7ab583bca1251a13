package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Broadcasts of an app's back end, from the request to sockets and histories. To all users one
/// goes in `KilledBroadcastTest`, where nobody else's are.
class BroadcastTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Api api = new Api(RunningStandalone.baseUrl());
  private final String run = UUID.randomUUID().toString().substring(0, 8);

  private Answer server(String method, String path, @Nullable String body) {
    return api.call(method, "/api/v1/server" + path, RunningStandalone.serverKey(), body);
  }

  private List<String> users(int count) {
    String users =
        IntStream.range(0, count)
            .mapToObj(n -> "{\"externalId\":\"%s-%d\"}".formatted(run, n))
            .collect(Collectors.joining(","));
    return texts(server("POST", "/users", "{\"users\":[" + users + "]}"), "users", "userId");
  }

  private List<String> tokens(List<String> userIds) {
    String devices =
        userIds.stream()
            .map(id -> "{\"userId\":\"" + id + "\",\"deviceId\":\"phone\"}")
            .collect(Collectors.joining(","));
    return texts(
        server("POST", "/tokens", "{\"tokens\":[" + devices + "]}"), "tokens", "accessToken");
  }

  private static List<String> texts(Answer answer, String list, String field) {
    return answer
        .is(200)
        .json()
        .path(list)
        .valueStream()
        .map(i -> i.path(field).asString())
        .toList();
  }

  private Answer put(String id, String senderId, String text, String to, int rate) {
    return server(
        "PUT",
        "/broadcasts/" + run + id,
        "{\"senderId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"},\"to\":%s,\"rate\":%d}"
            .formatted(senderId, text, to, rate));
  }

  private static String to(List<String> userIds) {
    return "{\"userIds\":[\"" + String.join("\",\"", userIds) + "\"]}";
  }

  private JsonNode state(String id) {
    return server("GET", "/broadcasts/" + run + id, null).is(200).json();
  }

  private JsonNode awaitState(String id, String state) {
    await().atMost(PATIENCE).until(() -> state(id).path("state").asString().equals(state));
    return state(id);
  }

  /// All messages of all the user's conversations.
  private List<JsonNode> messages(String token) {
    JsonNode synced =
        api.call("POST", "/api/v1/sync", token, "{\"cursors\":{},\"limit\":200}").is(200).json();
    List<JsonNode> messages = new ArrayList<>();
    synced.path("conversations").forEach(c -> c.path("messages").forEach(messages::add));
    return messages;
  }

  @Test
  void eachOfAListGetsItOnceAndWhoIsUnknownIsCounted() {
    List<String> users = users(41);
    String sender = users.getFirst();
    List<String> tokens = tokens(users.subList(1, 41));
    List<String> list = new ArrayList<>(users);
    list.add("77");
    try (TestSocket socket = TestSocket.open(api, tokens.getFirst())) {
      Answer begun = put("list", sender, "hello", to(list), 200).is(201);
      assertThat(begun.json().path("total").asInt()).isEqualTo(41);
      put("list", sender, "hello", to(list), 200).is(200);
      put("list", sender, "other", to(list), 200).isProblem(409, "conflict");
      put("list", sender, "hello", to(users), 200).isProblem(409, "conflict");
      JsonNode message =
          socket.awaitFrame(frame -> frame.path("type").asString().equals("message"), "message");
      assertThat(message.path("senderId").asString()).isEqualTo(sender);
    }

    JsonNode done = awaitState("list", "done");

    assertThat(done.path("sent").asInt()).isEqualTo(40);
    assertThat(done.path("failed").asInt()).isEqualTo(1);
    assertThat(done.path("failures").toString()).isEqualTo("{\"not_found\":1}");
    assertThat(put("list", sender, "hello", to(list), 200).is(200).json()).isEqualTo(done);
    for (String token : tokens) {
      assertThat(messages(token))
          .extracting(message -> message.path("content").path("text").asString())
          .containsExactly("hello");
    }
  }

  @Test
  void aChannelGetsOneMessage() {
    List<String> users = users(3);
    String channel =
        server(
                "POST",
                "/conversations",
                "{\"type\":\"channel\",\"name\":\"c\",\"ownerId\":\"%s\",\"memberIds\":[\"%s\"]}"
                    .formatted(users.getFirst(), users.get(1)))
            .is(201)
            .json()
            .path("conversationId")
            .asString();
    String to = "{\"conversationId\":\"" + channel + "\"}";
    put("channel", users.getFirst(), "news", to, 1).is(201);
    JsonNode done = awaitState("channel", "done");
    assertThat(done.path("total").asInt()).isEqualTo(1);
    assertThat(done.path("sent").asInt()).isEqualTo(1);
    assertThat(messages(tokens(users.subList(1, 2)).getFirst()))
        .filteredOn(message -> message.path("content").path("type").asString().equals("text"))
        .hasSize(1);

    put("readers", users.get(1), "mine", to, 1).is(201);
    JsonNode refused = awaitState("readers", "failed");
    assertThat(refused.path("reason").asString()).startsWith("forbidden");
    put("strangers", users.get(2), "mine", to, 1).is(201);
    assertThat(awaitState("strangers", "failed").path("failed").asInt()).isEqualTo(1);
  }

  @Test
  void whatWasSentBeforeACancelStaysAndNoMoreComes() {
    List<String> users = users(200);
    String sender = users.getFirst();
    put("cut", sender, "hello", to(users), 10).is(201);
    await().atMost(PATIENCE).until(() -> state("cut").path("sent").asInt() > 0);
    server("DELETE", "/broadcasts/" + run + "cut", null).is(204);
    server("PATCH", "/broadcasts/" + run + "cut", "{\"rate\":5}").isProblem(409, "conflict");

    // Whoever began later and is done has had turns that the other would have had too.
    put("later", sender, "bye", to(users.subList(1, 3)), 1000).is(201);
    awaitState("later", "done");

    JsonNode cancelled = awaitState("cut", "cancelled");
    int sent = cancelled.path("sent").asInt();
    assertThat(sent).isPositive().isLessThan(199);
    long got =
        tokens(users.subList(1, 200)).stream()
            .filter(token ->
                messages(token).stream()
                    .anyMatch(m -> m.path("content").path("text").asString().equals("hello")))
            .count();
    assertThat(got).isEqualTo(sent);
  }

  @Test
  void itTakesAsLongAsTheRateSaysAndProgressIsSeen() {
    List<String> users = users(61);
    put("paced", users.getFirst(), "hello", to(users), 20).is(201);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          int sent = state("paced").path("sent").asInt();
          return sent > 0 && sent < 60;
        });
    JsonNode done = awaitState("paced", "done");
    Duration took =
        Duration.between(
            Instant.parse(done.path("createdAt").asString()),
            Instant.parse(done.path("finishedAt").asString()));
    assertThat(took).isGreaterThan(Duration.ofMillis(2_900)); // 60 recipients, 20 a second
    assertThat(done.path("sent").asInt()).isEqualTo(60);
  }
}
