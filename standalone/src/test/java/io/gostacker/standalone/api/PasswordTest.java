package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A change of the password logs all other devices out.
class PasswordTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Api api = new Api(RunningStandalone.baseUrl());
  private final TestUser ann = api.newUser("ann");

  @Test
  void aNewPasswordLogsAllOtherDevicesOut() {
    TestUser phone = api.otherDevice(ann, "phone");
    TestSocket phonesSocket = phone.connect();
    TestSocket annsSocket = ann.connect();
    change(ann, ann.password(), "another secret").is(204);
    assertThat(phonesSocket.awaitClose()).isEqualTo(4401);
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
  void ofTwoChangesAtOnceOneIsToldThatItCameTooLate() {
    List<CompletableFuture<Integer>> changes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String next = "secret number " + i;
      changes.add(CompletableFuture.supplyAsync(() -> change(ann, ann.password(), next).status()));
    }
    List<Integer> statuses = changes.stream().map(CompletableFuture::join).sorted().toList();
    assertThat(statuses).containsExactly(204, 401, 401, 401);
    assertThat(IntStream.range(0, 4))
        .filteredOn(i -> login(ann.username(), "secret number " + i).status() == 200)
        .hasSize(1);
  }

  @Test
  void whoHasNoPasswordCannotChangeIt() {
    String userId =
        server("/users", "{\"users\":[{\"externalId\":\"ext-%s\"}]}".formatted(ann.id()))
            .at("/users/0/userId")
            .asString();
    String token =
        server("/tokens", "{\"tokens\":[{\"userId\":\"%s\",\"deviceId\":\"d\"}]}".formatted(userId))
            .at("/tokens/0/accessToken")
            .asString();
    api.call(
            "PUT",
            "/api/v1/users/me/password",
            token,
            "{\"currentPassword\":\"x\",\"newPassword\":\"another secret\"}")
        .isProblem(409, "conflict");
  }

  private JsonNode server(String path, String body) {
    return api.call("POST", "/api/v1/server" + path, RunningStandalone.serverKey(), body)
        .is(200)
        .json();
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
