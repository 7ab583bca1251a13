package io.gostacker.bench.subject;

import io.gostacker.bench.subject.Target.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes users and conversations by the server API.
final class ServerApi {
  private static final int AT_ONCE = 1_000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private final URI address;
  private final String key;
  private int made;

  ServerApi(URI address, String key) {
    this.address = address;
    this.key = key;
  }

  List<User> users(int count) {
    List<User> users = new ArrayList<>();
    for (int left = count; left > 0; left -= AT_ONCE) {
      users.addAll(some(Math.min(left, AT_ONCE)));
    }
    return users;
  }

  private List<User> some(int count) {
    int from = made;
    made += count;
    String wanted =
        IntStream.range(from, made)
            .mapToObj(i -> "{\"externalId\":\"bench-" + i + "\"}")
            .collect(Collectors.joining(","));
    JsonNode users = post("users", "{\"users\":[" + wanted + "]}").required("users");
    String devices =
        users
            .valueStream()
            .map(user ->
                "{\"userId\":\""
                    + user.required("userId").asString()
                    + "\",\"deviceId\":\"bench\"}")
            .collect(Collectors.joining(","));
    return post("tokens", "{\"tokens\":[" + devices + "],\"expiresInSeconds\":86400}")
        .required("tokens")
        .valueStream()
        .map(token ->
            new User(token.required("userId").asString(), token.required("accessToken").asString()))
        .toList();
  }

  String conversation(List<User> members) {
    String others =
        members.stream()
            .skip(1)
            .map(user -> "\"" + user.id() + "\"")
            .collect(Collectors.joining(","));
    String type = members.size() == 2 ? "direct" : "group";
    String name = members.size() == 2 ? "" : "\"name\":\"bench\",";
    return post(
            "conversations",
            "{\"type\":\"%s\",%s\"ownerId\":\"%s\",\"memberIds\":[%s]}"
                .formatted(type, name, members.getFirst().id(), others))
        .required("conversationId")
        .asString();
  }

  private JsonNode post(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/api/v1/server/" + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
