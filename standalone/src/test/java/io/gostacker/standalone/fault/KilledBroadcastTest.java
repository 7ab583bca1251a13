package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.StandaloneProcess;
import io.gostacker.standalone.api.Api;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// kill -9 of the whole product in the middle of a broadcast to all users, twice.
class KilledBroadcastTest {
  private static final String KEY = "5d1c0a7be94f62388c1fd07e24b96a53";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int USERS = 2000;
  private static final int PART = 1000;

  @TempDir private Path data;

  private StandaloneProcess start() throws IOException {
    return StandaloneProcess.start(
        "--port", "0", "--data", data.toString(), "--gostacker.server-api.keys=" + KEY);
  }

  private static JsonNode server(Api api, String method, String path, @Nullable String body) {
    Api.Answer answer = api.call(method, "/api/v1/server" + path, KEY, body);
    assertThat(answer.status()).as("%s", answer.response().body()).isLessThan(300);
    return answer.json();
  }

  private static JsonNode state(Api api) {
    return server(api, "GET", "/broadcasts/news", null);
  }

  @Test
  void inTheEndEveryUserHasTheMessageOnce() throws Exception {
    List<String> users;
    long before;
    try (StandaloneProcess process = start()) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      users = users(api);
      server(
          api,
          "PUT",
          "/broadcasts/news",
          "{\"senderId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"x\"},\"to\":\"all\",\"rate\":300}"
              .formatted(users.getFirst()));
      before = killBeyond(process, api, 200);
    }
    try (StandaloneProcess process = start()) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      assertThat(state(api).path("sent").asLong()).isBetween(before, USERS - 1L);
      before = killBeyond(process, api, before + 300);
    }
    try (StandaloneProcess process = start()) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      assertThat(state(api).path("sent").asLong()).isBetween(before, USERS - 1L);
      await().atMost(PATIENCE).until(() -> state(api).path("state").asString().equals("done"));
      assertThat(state(api).path("sent").asLong()).isEqualTo(USERS);
      assertThat(state(api).path("failed").asLong()).isZero();
      for (String token : tokens(api, users.subList(1, USERS + 1))) {
        assertHasItOnce(api, token);
      }
    }
  }

  /// Kills it once it has sent to more than so many, and answers to how many it had.
  private static long killBeyond(StandaloneProcess process, Api api, long sent) throws Exception {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> state(api).path("sent").asLong() > sent);
    JsonNode last = state(api);
    process.kill();
    process.awaitExit();
    assertThat(last.path("state").asString()).isEqualTo("running");
    return last.path("sent").asLong();
  }

  private static void assertHasItOnce(Api api, String token) {
    JsonNode synced =
        api.call("POST", "/api/v1/sync", token, "{\"cursors\":{},\"limit\":200}").is(200).json();
    assertThat(synced.path("conversations").size()).isEqualTo(1);
    assertThat(synced.path("conversations").path(0).path("messages").valueStream())
        .extracting(message -> message.path("clientMessageId").asString())
        .singleElement()
        .asString()
        .startsWith("b-news-");
  }

  /// The sender and all others.
  private static List<String> users(Api api) {
    List<String> ids = new ArrayList<>();
    for (int from = 0; from <= USERS; from += PART) {
      String users =
          IntStream.range(from, Math.min(USERS + 1, from + PART))
              .mapToObj("{\"externalId\":\"%d\"}"::formatted)
              .collect(Collectors.joining(","));
      server(api, "POST", "/users", "{\"users\":[" + users + "]}")
          .path("users")
          .forEach(user -> ids.add(user.path("userId").asString()));
    }
    return ids;
  }

  private static List<String> tokens(Api api, List<String> userIds) {
    List<String> tokens = new ArrayList<>();
    for (int from = 0; from < userIds.size(); from += PART) {
      String devices =
          userIds.subList(from, from + PART).stream()
              .map("{\"userId\":\"%s\",\"deviceId\":\"d\"}"::formatted)
              .collect(Collectors.joining(","));
      server(api, "POST", "/tokens", "{\"tokens\":[" + devices + "]}")
          .path("tokens")
          .forEach(token -> tokens.add(token.path("accessToken").asString()));
    }
    return tokens;
  }
}
