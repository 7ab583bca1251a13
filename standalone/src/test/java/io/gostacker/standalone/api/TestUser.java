package io.gostacker.standalone.api;

import io.gostacker.standalone.api.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A logged-in device of a user.
public record TestUser(Api api, String username, String password, String deviceId, JsonNode login) {

  public String id() {
    return login.path("userId").asString();
  }

  public String token() {
    return login.path("accessToken").asString();
  }

  public Answer get(String path) {
    return api.call("GET", path, token(), null);
  }

  public Answer call(String method, String path, @Nullable String body) {
    return api.call(method, path, token(), body);
  }

  /// The id of the direct conversation with another user.
  public String directWith(TestUser other) {
    Answer created =
        call(
            "POST",
            "/api/v1/conversations",
            "{\"type\":\"direct\",\"memberIds\":[\"" + other.id() + "\"]}");
    return created.json().path("conversationId").asString();
  }

  /// The id of a new group of this user.
  public String group(String name, TestUser... others) {
    String ids =
        Stream.of(others).map(user -> "\"" + user.id() + "\"").collect(Collectors.joining(","));
    return call(
            "POST",
            "/api/v1/conversations",
            "{\"type\":\"group\",\"name\":\"" + name + "\",\"memberIds\":[" + ids + "]}")
        .is(201)
        .json()
        .path("conversationId")
        .asString();
  }

  public Answer send(String conversationId, String clientMessageId, String text) {
    return call(
        "POST",
        "/api/v1/conversations/" + conversationId + "/messages",
        "{\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
            .formatted(clientMessageId, text));
  }

  /// The whole history, ascending.
  public List<JsonNode> history(String conversationId) {
    List<JsonNode> all = new ArrayList<>();
    long after = 0;
    JsonNode page;
    do {
      page =
          get("/api/v1/conversations/%s/messages?limit=200&afterSeq=%d"
                  .formatted(conversationId, after))
              .is(200)
              .json();
      for (JsonNode item : page.path("items")) {
        all.add(item);
        after = item.path("seq").asLong();
      }
    } while (page.path("hasMore").asBoolean());
    return all;
  }

  public TestSocket connect() {
    return TestSocket.open(api, token());
  }
}
