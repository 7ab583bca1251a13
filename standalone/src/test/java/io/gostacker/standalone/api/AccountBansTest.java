package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom the app bans is out at once and stays out.
class AccountBansTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Api api = new Api(RunningStandalone.baseUrl());
  private final TestUser ann = api.newUser("ann");

  @Test
  void aBannedAccountIsOutAndStaysOutOnEveryWay() {
    TestUser bob = api.newUser("bob");
    String direct = ann.directWith(bob);
    TestSocket socket = ann.connect();
    ban(ann, "{\"reason\":\"spam\"}").is(204);
    assertThat(socket.awaitClose()).isEqualTo(4401);
    ann.get("/api/v1/users/me").isProblem(401, "unauthenticated");
    // Other gateways than the one that was asked, which may take turns, hear of it within 2 s.
    await()
        .atMost(Duration.ofSeconds(2))
        .until(
            () -> IntStream.range(0, 4).allMatch(i -> ann.send(direct, "m", "x").status() == 401));
    ann.send(direct, "m", "x").isProblem(401, "unauthenticated");
    login(ann.username(), ann.password()).isProblem(403, "blocked");
    login(ann.username(), "wrong").isProblem(401, "bad_credentials");
    api.call(
            "POST",
            "/api/v1/auth/refresh",
            null,
            "{\"refreshToken\":\"" + ann.login().path("refreshToken").asString() + "\"}")
        .isProblem(401, "unauthenticated");
    server(
            "POST",
            "/tokens",
            "{\"tokens\":[{\"userId\":\"%s\",\"deviceId\":\"d\"}]}".formatted(ann.id()))
        .isProblem(403, "blocked");
    serverSend(direct).isProblem(403, "blocked");

    server("DELETE", "/users/" + ann.id() + "/ban", null).is(204);
    server("DELETE", "/users/" + ann.id() + "/ban", null).is(204);
    await().atMost(SOON).until(() -> serverSend(direct).status() == 201); // gateways hear of it
    login(ann.username(), ann.password()).is(200);
  }

  private Api.Answer serverSend(String conversation) {
    return server(
        "POST",
        "/conversations/" + conversation + "/messages",
        "{\"senderId\":\"%s\",\"clientMessageId\":\"s\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}"
            .formatted(ann.id()));
  }

  @Test
  void aBanMayEndByItself() {
    ban(ann, "{\"until\":\"2020-01-01T00:00:00.000Z\"}").is(204);
    ann.get("/api/v1/users/me").is(200);
    ban(ann, "{\"until\":\"%s\"}".formatted(Instant.now().plusSeconds(3))).is(204);
    login(ann.username(), ann.password()).isProblem(403, "blocked");
    await().atMost(SOON).until(() -> login(ann.username(), ann.password()).status() == 200);
  }

  @Test
  void loginsAtTheSameTimeAsABanLetNobodyIn() {
    for (int round = 0; round < 5; round++) {
      TestUser user = api.newUser("eve");
      List<CompletableFuture<Api.Answer>> logins = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        logins.add(CompletableFuture.supplyAsync(() -> login(user.username(), user.password())));
      }
      ban(user, null).is(204);
      for (CompletableFuture<Api.Answer> login : logins) {
        Api.Answer answer = login.join();
        if (answer.status() == 200) {
          String token = answer.json().path("accessToken").asString();
          await()
              .atMost(SOON)
              .until(() -> api.call("GET", "/api/v1/users/me", token, null).status() == 401);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"until\":\"tomorrow\"}", "{\"until\":1}", "{\"reason\":\"\\u0000\"}", "[]"})
  void aBanThatIsNoneSaysWhatIsWrong(String body) {
    Api.Answer refused = ban(ann, body);
    assertThat(refused.status()).isIn(400, 422);
    refused.isProblem(refused.status(), "validation_failed");
  }

  @Test
  void nobodyCanBanWhoDoesNotExistAndNoUserCanBan() {
    server("PUT", "/users/1/ban", "{}").isProblem(404, "not_found");
    server("PUT", "/users/x/ban", "{}").isProblem(404, "not_found");
    server("DELETE", "/users/99999999999999999999/ban", null).isProblem(404, "not_found");
    ann.call("PUT", "/api/v1/server/users/" + ann.id() + "/ban", "{}")
        .isProblem(401, "unauthenticated");
  }

  private Api.Answer ban(TestUser user, @Nullable String body) {
    return server("PUT", "/users/" + user.id() + "/ban", body);
  }

  private Api.Answer server(String method, String path, @Nullable String body) {
    return api.call(method, "/api/v1/server" + path, RunningStandalone.serverKey(), body);
  }

  private Api.Answer login(String username, String password) {
    return api.call(
        "POST",
        "/api/v1/auth/login",
        null,
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
  }
}
