package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// How a socket begins and how it ends.
class SocketHelloTest {
  private static Api api;
  private static TestUser alice;

  @BeforeAll
  static void logIn() {
    api = new Api(RunningStandalone.baseUrl());
    alice = api.newUser("hello");
  }

  private static void isWelcome(JsonNode welcome, TestUser user) {
    assertThat(welcome.propertyNames())
        .containsExactlyInAnyOrder(
            "type",
            "userId",
            "deviceId",
            "sessionId",
            "heartbeatSeconds",
            "serverTime",
            "features",
            "limits");
    assertThat(welcome.path("userId").asString()).isEqualTo(user.id());
    assertThat(welcome.path("userId").isString()).isTrue();
    assertThat(welcome.path("deviceId").asString()).isEqualTo(user.deviceId());
    assertThat(welcome.path("sessionId").asString()).isNotEmpty();
    assertThat(welcome.path("heartbeatSeconds").asInt()).isPositive();
    assertThat(welcome.path("serverTime").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(welcome.path("features").isArray()).isTrue();
    assertThat(welcome.path("limits").toString())
        .isEqualTo(
            "{\"maxFrameBytes\":262144,\"maxContentBytes\":16384,\"maxSyncConversations\":100}");
  }

  private static int statusOfUpgrade(Map<String, String> headers) {
    try (TestSocket opened = TestSocket.dial(api, headers)) {
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  @Test
  void headerAuthenticationIsWelcomedUnasked() {
    TestUser device = api.otherDevice(alice, "header");
    try (TestSocket socket = TestSocket.dial(api, device.token())) {
      isWelcome(socket.awaitFrame("welcome"), device);
      assertThat(socket.frames()).hasSize(1);
    }
  }

  @Test
  void helloIsWelcomed() {
    TestUser device = api.otherDevice(alice, "says-hello");
    try (TestSocket socket = TestSocket.dial(api, (String) null)) {
      socket.sayHello(device.token(), device.deviceId());
      isWelcome(socket.awaitFrame("welcome"), device);
    }
  }

  @Test
  void helloMayBearClientAndUnknownFields() {
    TestUser device = api.otherDevice(alice, "with-client");
    try (TestSocket socket = TestSocket.dial(api, (String) null)) {
      socket.send(
          """
          {"future":[{"a":1}],"type":"hello","token":"%s","deviceId":"with-client",
           "client":{"name":"test","version":"1","features":["x"]}}
          """
              .formatted(device.token()));
      isWelcome(socket.awaitFrame("welcome"), device);
    }
  }

  @Test
  void noHelloInTimeIs4408() {
    try (TestSocket socket = TestSocket.dial(api, (String) null)) {
      assertThat(socket.awaitClose()).isEqualTo(4408);
    }
  }

  @Test
  void aBadTokenIs4401InAHelloAnd401InTheHeader() {
    try (TestSocket socket = TestSocket.dial(api, (String) null)) {
      socket.sayHello("not.a.token", "d");
      assertThat(socket.awaitClose()).isEqualTo(4401);
    }
    assertThat(statusOfUpgrade(Map.of("Authorization", "Bearer not.a.token"))).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello there", "", "[]", "{}", "{\"type\":5}", "{\"type\":null}", "\"x\""})
  void whatIsNoObjectWithAStringTypeIs4400(String text) {
    try (TestSocket socket = alice.connect()) {
      socket.send(text);
      assertThat(socket.awaitClose()).isEqualTo(4400);
    }
  }

  @Test
  void binaryIs4400() {
    try (TestSocket socket = alice.connect()) {
      socket.sendBinary("{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(socket.awaitClose()).isEqualTo(4400);
    }
  }

  @Test
  void anUnknownTypeIsAnErrorAndTheConnectionLives() {
    try (TestSocket socket = alice.connect()) {
      JsonNode error = socket.ask("\"type\":\"dance\",\"with\":{\"a\":[1,2]}");
      assertThat(error.path("type").asString()).isEqualTo("error");
      assertThat(error.path("code").asString()).isEqualTo("unsupported_type");
      JsonNode pong = socket.ask("\"type\":\"ping\"");
      assertThat(pong.propertyNames()).containsExactlyInAnyOrder("type", "ref", "serverTime");
      assertThat(pong.path("type").asString()).isEqualTo("pong");
    }
  }

  @Test
  void aPingWithoutRefIsAnsweredWithoutRef() {
    try (TestSocket socket = alice.connect()) {
      socket.send("{\"type\":\"ping\"}");
      assertThat(socket.awaitFrame("pong").propertyNames())
          .containsExactlyInAnyOrder("type", "serverTime");
    }
  }

  @Test
  void aRefOfMoreThan64CharactersIsRefused() {
    try (TestSocket socket = alice.connect()) {
      String longest = "é".repeat(64);
      socket.send("{\"type\":\"ping\",\"ref\":\"" + longest + "\"}");
      assertThat(socket.awaitFrame("pong").path("ref").asString()).isEqualTo(longest);
      socket.send("{\"type\":\"ping\",\"ref\":\"" + longest + "x\"}");
      assertThat(socket.awaitFrame("error").path("code").asString()).isEqualTo("validation_failed");
    }
  }

  @Test
  void aWebSocketPingIsAnsweredWithItsPayload() {
    try (TestSocket socket = alice.connect()) {
      assertThat(StandardCharsets.UTF_8.decode(socket.ping("payload")).toString())
          .isEqualTo("payload");
    }
  }

  @Test
  void aFrameOf256KiBIsTakenAndALargerOneIsNot() {
    try (TestSocket socket = alice.connect()) {
      String frame = "{\"type\":\"ping\",\"padding\":\"\"}";
      String largest = frame.replace("\"\"", "\"" + "x".repeat(262_144 - frame.length()) + "\"");
      assertThat(largest).hasSize(262_144);
      socket.send(largest);
      socket.awaitFrame("pong");
      socket.send(largest.replace("ping", "pings"));
      assertThat(socket.awaitClose()).isIn(4413, 1009);
    }
  }

  @Test
  void aForeignOriginIsRefusedAndTheOwnPasses() {
    TestUser device = api.otherDevice(alice, "origin");
    String bearer = "Bearer " + device.token();
    for (String origin : List.of("https://evil.example", "null", "http://localhost:1")) {
      assertThat(statusOfUpgrade(Map.of("Authorization", bearer, "Origin", origin)))
          .as(origin)
          .isEqualTo(403);
    }
    String own = RunningStandalone.baseUrl();
    try (TestSocket socket = TestSocket.dial(api, Map.of("Authorization", bearer, "Origin", own))) {
      socket.awaitFrame("welcome");
    }
  }

  @Test
  void logoutClosesTheDevicesSocketWithinTwoSecondsAndNoOther() {
    TestUser leaving = api.otherDevice(alice, "leaving");
    TestUser staying = api.otherDevice(alice, "staying");
    try (TestSocket closed = leaving.connect();
        TestSocket open = staying.connect()) {
      long start = System.nanoTime();
      leaving.call("POST", "/api/v1/auth/logout", null).is(204);
      assertThat(closed.awaitClose()).isEqualTo(4401);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      open.ask("\"type\":\"ping\"");
    }
    try (TestSocket again = TestSocket.dial(api, (String) null)) {
      again.sayHello(leaving.token(), leaving.deviceId());
      assertThat(again.awaitClose()).isEqualTo(4401);
    }
  }

  @Test
  void theSameDeviceAgainReplacesItsOldSocketAndIsTheOneThatGetsMessages() {
    TestUser bob = api.newUser("bob");
    TestUser device = api.otherDevice(alice, "twice");
    String chat = bob.directWith(alice);
    try (TestSocket first = device.connect();
        TestSocket second = device.connect()) {
      assertThat(first.awaitClose()).isEqualTo(4409);
      bob.send(chat, "after-replacement", "hello").is(201);
      second.awaitMessage("after-replacement");
      try (TestSocket third = device.connect()) {
        assertThat(second.awaitClose()).isEqualTo(4409);
        bob.send(chat, "after-another", "hello").is(201);
        third.awaitMessage("after-another");
      }
    }
  }

  @Test
  void aSecondHelloIsAnErrorAndTheConnectionLives() {
    TestUser device = api.otherDevice(alice, "hello-twice");
    try (TestSocket socket = device.connect()) {
      JsonNode error = socket.ask("\"type\":\"hello\",\"token\":\"%s\"".formatted(device.token()));
      assertThat(error.path("code").asString()).isEqualTo("validation_failed");
      socket.ask("\"type\":\"ping\"");
    }
  }

  @Test
  void aCommandBeforeHelloIsUnauthenticated() {
    try (TestSocket socket = TestSocket.dial(api, (String) null)) {
      socket.sendText("1", "before-hello", "x");
      JsonNode error = socket.awaitFrame("error");
      assertThat(error.path("code").asString()).isEqualTo("unauthenticated");
      assertThat(error.path("clientMessageId").asString()).isEqualTo("before-hello");
      assertThat(socket.awaitClose()).isEqualTo(4401);
    }
  }
}
