package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A user's devices: whose session ends, its sockets are closed with 4401.
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
}
