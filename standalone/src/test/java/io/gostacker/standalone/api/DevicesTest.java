package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Devices, password change and account bans: whatever ends a session closes its sockets with 4401.
class DevicesTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String DEVICES = "/api/v1/devices";

  private final Api api = new Api(RunningStandalone.baseUrl());
  private final TestUser ann = api.newUser("ann");

  private static void awaitClosed(TestSocket socket) {
    assertThat(socket.awaitClose()).isEqualTo(4401);
  }

  @Test
  void tenDevicesWorkAtOnceAndAreListedLatestFirst() {
    List<TestSocket> sockets = new ArrayList<>(List.of(ann.connect()));
    for (int i = 2; i <= 10; i++) {
      sockets.add(api.otherDevice(ann, "device-" + i).connect());
    }
    String direct = ann.directWith(api.newUser("bob"));
    ann.send(direct, "m1", "to all of mine").is(201);
    for (TestSocket socket : sockets.subList(1, 10)) {
      await().atMost(SOON).until(() -> !socket.frames("message").isEmpty());
    }
    JsonNode items = ann.get(DEVICES).is(200).json().path("items");
    assertThat(items).hasSize(10);
    assertThat(items.path(0).path("deviceId").asString()).isEqualTo("device-10");
    assertThat(items.path(9).path("deviceId").asString()).isEqualTo("device-1");
    assertThat(items.path(9).path("current").asBoolean()).isTrue();
    assertThat(items.path(0).path("current").asBoolean()).isFalse();
    assertThat(items.path(0).propertyNames())
        .containsExactlyInAnyOrder("deviceId", "platform", "current", "createdAt", "lastActiveAt");
  }

  @Test
  void aRemovedDeviceIsOutWithinTwoSecondsAndTheOthersStay() {
    TestUser phone = api.otherDevice(ann, "phone");
    TestSocket annsSocket = ann.connect();
    TestSocket phonesSocket = phone.connect();
    ann.call("DELETE", DEVICES + "/phone", null).is(204);
    awaitClosed(phonesSocket);
    phone.get("/api/v1/users/me").isProblem(401, "unauthenticated");
    ann.call("DELETE", DEVICES + "/phone", null).isProblem(404, "not_found");
    ann.get("/api/v1/users/me").is(200);
    assertThat(annsSocket.isClosed()).isFalse();
  }

  @Test
  void allOtherDevicesAreRemovedAtOnce() {
    TestUser phone = api.otherDevice(ann, "phone");
    TestUser desk = api.otherDevice(ann, "desk");
    ann.call("DELETE", DEVICES, null).is(204);
    phone.get("/api/v1/users/me").is(401);
    desk.get("/api/v1/users/me").is(401);
    assertThat(ann.get(DEVICES).is(200).json().path("items")).hasSize(1);
  }

  @Test
  void nobodyRemovesTheDeviceOfAnother() {
    TestUser bob = api.newUser("bob");
    TestUser phone = api.otherDevice(ann, "phone");
    bob.call("DELETE", DEVICES + "/phone", null).isProblem(404, "not_found");
    phone.get("/api/v1/users/me").is(200);
    api.call("GET", DEVICES, null, null).isProblem(401, "unauthenticated");
  }

  @Test
  void aPlatformMayHaveABoundOfItsOwn() {
    try (StandaloneInJvm bounded =
        StandaloneInJvm.start(
            Backends.ownRedis().url(),
            Backends.newDatabase(),
            Map.of("gostacker.session.max-per-platform.ios", 2))) {
      Api own = new Api(bounded.baseUrl());
      TestUser user = own.newUser("ann");
      String ios1 = logIn(own, user, "ios-1", "iOS");
      String ios2 = logIn(own, user, "ios-2", "ios");
      logIn(own, user, "web-1", "web");
      String ios3 = logIn(own, user, "ios-3", "IOS");
      own.call("GET", "/api/v1/users/me", ios1, null).is(401);
      own.call("GET", "/api/v1/users/me", ios2, null).is(200);
      own.call("GET", "/api/v1/users/me", ios3, null).is(200);
      assertThat(user.get(DEVICES).is(200).json().path("items")).hasSize(4);
    }
  }

  private static String logIn(Api api, TestUser user, String device, String platform) {
    return api.call(
            "POST",
            "/api/v1/auth/login",
            null,
            "{\"username\":\"%s\",\"password\":\"%s\",\"deviceId\":\"%s\",\"platform\":\"%s\"}"
                .formatted(user.username(), user.password(), device, platform))
        .is(200)
        .json()
        .path("accessToken")
        .asString();
  }

  @Test
  void aNewPasswordLogsAllOtherDevicesOut() {
    TestUser phone = api.otherDevice(ann, "phone");
    TestSocket phonesSocket = phone.connect();
    TestSocket annsSocket = ann.connect();
    change(ann, ann.password(), "another secret").is(204);
    awaitClosed(phonesSocket);
    phone.get("/api/v1/users/me").is(401);
    ann.get("/api/v1/users/me").is(200);
    assertThat(annsSocket.isClosed()).isFalse();
    login(ann.username(), ann.password()).isProblem(401, "bad_credentials");
    login(ann.username(), "another secret").is(200);
  }

  @Test
  void aWrongPresentPasswordChangesNothing() {
    change(ann, "wrong", "another secret").isProblem(401, "bad_credentials");
    login(ann.username(), ann.password()).is(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"currentPassword\":null,\"newPassword\":\"12345678\"}",
        "{\"currentPassword\":\"x\",\"newPassword\":\"short\"}",
        "{\"currentPassword\":\"x\",\"newPassword\":7}",
        "{\"currentPassword\":\"x\"}"
      })
  void aChangeThatIsNoneSaysWhatIsWrong(String body) {
    Api.Answer refused = ann.call("PUT", "/api/v1/users/me/password", body);
    refused.isProblem(422, "validation_failed");
    assertThat(refused.json().path("errors")).isNotEmpty();
  }

  @Test
  void anOldPasswordThatIsUsedWhileItIsChangedLetsNobodyStay() {
    for (int round = 0; round < 5; round++) {
      TestUser user = api.newUser("eve");
      List<CompletableFuture<Api.Answer>> logins = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        logins.add(CompletableFuture.supplyAsync(() -> login(user.username(), user.password())));
      }
      change(user, user.password(), "another secret").is(204);
      for (CompletableFuture<Api.Answer> login : logins) {
        Api.Answer answer = login.join();
        if (answer.status() == 200) {
          String token = answer.json().path("accessToken").asString();
          await()
              .atMost(SOON)
              .until(() -> api.call("GET", "/api/v1/users/me", token, null).status() == 401);
        } else {
          answer.isProblem(401, "bad_credentials");
        }
      }
    }
  }

  @Test
  void aBannedAccountIsOutAndStaysOutOnEveryWay() {
    TestUser bob = api.newUser("bob");
    String direct = ann.directWith(bob);
    TestSocket socket = ann.connect();
    ban(ann, "{\"reason\":\"spam\"}").is(204);
    awaitClosed(socket);
    ann.get("/api/v1/users/me").isProblem(401, "unauthenticated");
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
    serverSend(direct).is(201);
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

  private static Api.Answer change(TestUser user, String present, String next) {
    return user.call(
        "PUT",
        "/api/v1/users/me/password",
        "{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}".formatted(present, next));
  }

  private Api.Answer login(String username, String password) {
    return api.call(
        "POST",
        "/api/v1/auth/login",
        null,
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
  }
}
