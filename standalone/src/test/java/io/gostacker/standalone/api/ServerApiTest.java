package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// An app whose back end embeds the product, from its users to their sockets.
class ServerApiTest {
  private final Api api = new Api(RunningStandalone.baseUrl());
  private final String prefix = UUID.randomUUID() + "/";

  @Test
  void anAppBringsItsUsersAndTheyTalk() {
    List<String> users = users(0, 50);
    List<String> tokens = tokens(users);
    String group = conversation("group", users.getFirst(), users.subList(1, 50));
    String path = "/conversations/" + group + "/messages";

    try (TestSocket reader = TestSocket.open(api, tokens.get(1));
        TestSocket author = TestSocket.open(api, tokens.get(2))) {
      JsonNode sent =
          server(path, message(users.get(2), "m-1", "{\"type\":\"text\",\"text\":\"hello\"}"))
              .is(201)
              .json();
      assertThat(
              server(path, message(users.get(2), "m-1", "{\"type\":\"text\",\"text\":\"hello\"}"))
                  .is(200)
                  .json())
          .isEqualTo(sent);
      server(path, message(users.getFirst(), "m-2", "{\"type\":\"system\",\"event\":\"paid\"}"))
          .is(201);
      for (TestSocket socket : List.of(reader, author)) {
        assertThat(text(socket, "m-1").path("senderId").asString()).isEqualTo(users.get(2));
        assertThat(text(socket, "m-2").path("content").path("event").asString()).isEqualTo("paid");
      }
      assertThat(unread(tokens.get(1), group)).as("the system's words do not count").isEqualTo(1);
      assertStrangersAndMutedAreRefused(path, users, tokens.getFirst());

      server("/users/" + users.get(1) + "/disconnect", "{\"reason\":\"signed out\"}").is(204);
      assertThat(reader.awaitClose()).isEqualTo(4401);
      assertThat(author.isClosed()).isFalse();
      api.call("GET", "/api/v1/users/me", tokens.get(1), null).isProblem(401, "unauthenticated");
      api.call("GET", "/api/v1/users/me", tokens.get(2), null).is(200);
    }
    try (TestSocket again = TestSocket.open(api, tokens(users.subList(1, 2)).getFirst())) {
      again.sendText(group, "m-3", "back");
      again.awaitFrame("sent");
    }
  }

  private void assertStrangersAndMutedAreRefused(
      String path, List<String> users, String ownersToken) {
    String content = "{\"type\":\"text\",\"text\":\"x\"}";
    server(path, message(users(50, 51).getFirst(), "m", content)).isProblem(404, "not_found");
    String member = path.replace("/messages", "/members/") + users.get(3);
    api.call(
            "PATCH",
            "/api/v1" + member,
            ownersToken,
            "{\"mutedUntil\":\"2999-01-01T00:00:00.000Z\"}")
        .is(200);
    server(path, message(users.get(3), "m", content)).isProblem(403, "muted");
    api.call("POST", "/api/v1/server" + path, ownersToken, message(users.getFirst(), "m", content))
        .isProblem(401, "unauthenticated");
  }

  @Test
  void aChannelOfAHundredThousandIsMadeInOneCall() {
    List<String> users = new ArrayList<>();
    for (int from = 0; from <= 100_000; from += 1000) {
      users.addAll(users(from, Math.min(100_001, from + 1000)));
    }
    String owner = users.removeFirst();

    String channel = conversation("channel", owner, users);

    String last = tokens(users.subList(99_999, 100_000)).getFirst();
    JsonNode seen = api.call("GET", "/api/v1/conversations/" + channel, last, null).is(200).json();
    assertThat(seen.path("memberCount").asInt()).isEqualTo(100_001);
    try (TestSocket reader = TestSocket.open(api, last)) {
      server(
              "/conversations/" + channel + "/messages",
              message(owner, "news", "{\"type\":\"text\",\"text\":\"all\"}"))
          .is(201);
      text(reader, "news");
    }
  }

  @Test
  void anOpenGroupIsFoundOnceItIsFlushedAndJoinedByAsking() {
    TestUser owner = api.newUser("search");
    TestUser guest = api.newUser("guest");
    String name = "search-" + UUID.randomUUID();
    String group = owner.group(name);
    String path = "/api/v1/conversations/" + group;
    owner.call("PATCH", path, "{\"joinPolicy\":\"approval\"}").is(200);

    JsonNode request =
        guest.call("POST", path + "/join", "{\"message\":\"me too\"}").is(202).json();
    owner
        .call(
            "PATCH",
            path + "/join-requests/" + request.path("requestId").asString(),
            "{\"decision\":\"approve\"}")
        .is(200);
    guest.get(path).is(200);

    owner.call("PATCH", path, "{\"joinPolicy\":\"open\"}").is(200);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          JsonNode items =
              guest.get("/api/v1/conversations/search?query=" + name).is(200).json().path("items");
          assertThat(items.size()).isEqualTo(1);
          assertThat(items.path(0).path("conversationId").asString()).isEqualTo(group);
          assertThat(items.path(0).path("memberCount").asInt()).isEqualTo(2);
        });
  }

  private List<String> users(int from, int to) {
    String users =
        IntStream.range(from, to)
            .mapToObj(n -> "{\"externalId\":\"%s%d\",\"nickname\":\"n%d\"}".formatted(prefix, n, n))
            .collect(Collectors.joining(","));
    return texts(server("/users", "{\"users\":[" + users + "]}").is(200), "users", "userId");
  }

  private List<String> tokens(List<String> userIds) {
    String devices =
        userIds.stream()
            .map(id -> "{\"userId\":\"" + id + "\",\"deviceId\":\"phone\"}")
            .collect(Collectors.joining(","));
    return texts(
        server("/tokens", "{\"tokens\":[" + devices + "]}").is(200), "tokens", "accessToken");
  }

  private String conversation(String type, String ownerId, List<String> memberIds) {
    String body =
        "{\"type\":\"%s\",\"name\":\"of the app\",\"ownerId\":\"%s\",\"memberIds\":[\"%s\"]}"
            .formatted(type, ownerId, String.join("\",\"", memberIds));
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Idempotency-Key", UUID.randomUUID().toString());
    long start = System.nanoTime();
    String id = create(body, headers).is(201).json().path("conversationId").asString();
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    System.out.printf("A %s with %d members was made in %d ms%n", type, memberIds.size(), millis);
    assertThat(create(body, headers).is(200).json().path("conversationId").asString())
        .isEqualTo(id);
    return id;
  }

  private Answer create(String body, Map<String, String> headers) {
    return api.call(
        "POST", "/api/v1/server/conversations", RunningStandalone.serverKey(), body, headers);
  }

  private Answer server(String path, String body) {
    return api.call("POST", "/api/v1/server" + path, RunningStandalone.serverKey(), body);
  }

  private static String message(String senderId, String clientMessageId, String content) {
    return "{\"senderId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":%s}"
        .formatted(senderId, clientMessageId, content);
  }

  private static JsonNode text(TestSocket socket, String clientMessageId) {
    return socket.awaitFrame(
        frame ->
            frame.path("type").asString().equals("message")
                && frame.path("clientMessageId").asString().equals(clientMessageId),
        "message " + clientMessageId);
  }

  private long unread(String token, String conversationId) {
    return api.call("GET", "/api/v1/conversations/" + conversationId, token, null)
        .is(200)
        .json()
        .path("unread")
        .asLong();
  }

  private static List<String> texts(Answer answer, String list, String field) {
    return answer.json().path(list).valueStream().map(i -> i.path(field).asString()).toList();
  }
}
