package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The way from HTTP to a socket, and that HTTP is untouched by it.
class UpgradeTest {
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.start(
            "allowed-origins=https://chat.example.com",
            "hello-timeout=500ms",
            "first-request-timeout=500ms");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void headerAuthIsWelcomedUnasked() {
    try (RawSocket socket = gateway.upgrade(1, "phone")) {
      var welcome = socket.expect("welcome");
      assertThat(welcome.path("userId").asString()).isEqualTo("1");
      assertThat(welcome.path("deviceId").asString()).isEqualTo("phone");
      assertThat(welcome.path("sessionId").asString()).isEqualTo("s-1-phone");
      assertThat(welcome.path("heartbeatSeconds").asInt()).isEqualTo(30);
      assertThat(welcome.path("features").isArray()).isTrue();
      assertThat(welcome.path("serverTime").asString()).matches("\\d{4}-.*T.*\\.\\d{3}Z");
      assertThat(welcome.path("limits").path("maxFrameBytes").asInt()).isEqualTo(262144);
      assertThat(welcome.path("limits").path("maxContentBytes").asInt()).isEqualTo(16384);
      assertThat(welcome.path("limits").path("maxSyncConversations").asInt()).isEqualTo(100);
    }
  }

  @Test
  void helloIsWelcomed() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      socket.upgrade();
      socket.say(
          "{\"type\":\"hello\",\"token\":\""
              + gateway.tokens.of(2, "tab")
              + "\",\"deviceId\":\"tab\",\"client\":{\"name\":\"t\",\"version\":\"1\",\"features\":[]}}");
      assertThat(socket.expect("welcome").path("userId").asString()).isEqualTo("2");
      socket.say("{\"type\":\"hello\",\"ref\":\"r\",\"token\":\"x\"}");
      assertThat(socket.expectError("validation_failed").path("ref").asString()).isEqualTo("r");
      socket.expectNothing();
    }
  }

  @Test
  void whatFollowsAHelloAtOnceWaitsForTheWelcome() {
    gateway.send.create(20, 2, 3);
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      socket.upgrade();
      socket.say("{\"type\":\"hello\",\"token\":\"" + gateway.tokens.of(2, "eager") + "\"}");
      for (int i = 0; i < 20; i++) {
        socket.say(
            "{\"type\":\"send\",\"conversationId\":\"20\",\"clientMessageId\":\"e"
                + i
                + "\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}");
      }
      socket.expect("welcome");
      for (int i = 0; i < 20; i++) {
        assertThat(socket.expect("sent").path("seq").asInt()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void framesSentTogetherWithTheUpgradeAreNotLost() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      byte[] head =
          RawSocket.head(
                  "GET /api/v1/ws HTTP/1.1",
                  RawSocket.withUpgrade("Authorization: Bearer " + gateway.tokens.of(2, "early")))
              .getBytes(StandardCharsets.US_ASCII);
      byte[] ping =
          RawSocket.encode(
              RawSocket.FIN | RawSocket.TEXT,
              "{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII),
              true);
      byte[] both = Arrays.copyOf(head, head.length + ping.length);
      System.arraycopy(ping, 0, both, head.length, ping.length);
      socket.write(both);
      assertThat(socket.readResponse().status()).isEqualTo(101);
      assertThat(
              List.of(socket.next().path("type").asString(), socket.next().path("type").asString()))
          .containsExactlyInAnyOrder("welcome", "pong");
    }
  }

  @Test
  void helloWithABadTokenIsClosedWith4401() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      socket.upgrade();
      socket.say("{\"type\":\"hello\",\"token\":\"nonsense\"}");
      socket.expectError("unauthenticated");
      assertThat(socket.expectClose()).isEqualTo(4401);
      socket.expectEnd();
    }
  }

  @Test
  void commandsBeforeHelloAreClosedWith4401() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      socket.upgrade();
      socket.say("{\"type\":\"ping\"}");
      socket.expect("pong");
      socket.say("{\"type\":\"dance\"}");
      socket.expectError("unsupported_type");
      socket.say("{\"type\":\"typing\",\"ref\":\"7\",\"conversationId\":\"1\"}");
      assertThat(socket.expectError("unauthenticated").path("ref").asString()).isEqualTo("7");
      assertThat(socket.expectClose()).isEqualTo(4401);
    }
  }

  @Test
  void noHelloInTimeIsClosedWith4408() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      socket.upgrade();
      assertThat(socket.expectClose()).isEqualTo(4408);
      socket.expectEnd();
    }
  }

  @Test
  void theSubprotocolIsAgreedToWhenOffered() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response = socket.upgrade("Sec-WebSocket-Protocol: other, gostacker.v1+json");
      assertThat(response.headers()).containsEntry("Sec-WebSocket-Protocol", "gostacker.v1+json");
    }
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      assertThat(socket.upgrade().headers()).doesNotContainKey("Sec-WebSocket-Protocol");
    }
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response = socket.upgrade("Sec-WebSocket-Protocol: other");
      assertThat(response.headers()).doesNotContainKey("Sec-WebSocket-Protocol");
    }
  }

  @Test
  void compressionIsNotAgreedTo() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response = socket.upgrade("Sec-WebSocket-Extensions: permessage-deflate");
      assertThat(response.headers()).doesNotContainKey("Sec-WebSocket-Extensions");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://localhost:1",
        "https://chat.example.com.evil.example",
        "http://chat.example.com",
        "//localhost",
        "%"
      })
  void aForeignOriginIsRefused(String origin) {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response =
          socket.request(
              "GET /api/v1/ws HTTP/1.1",
              RawSocket.withUpgrade("Host: localhost:" + gateway.port, "Origin: " + origin));
      assertThat(response.status()).isEqualTo(403);
      assertThat(response.code()).isEqualTo("forbidden");
      socket.expectEnd();
    }
  }

  @Test
  void ownAndListedOriginsPass() {
    String[][] passing = {
      {"Host: localhost:" + gateway.port, "Origin: http://localhost:" + gateway.port},
      {"Host: LOCALHOST:" + gateway.port, "Origin: https://localhost:" + gateway.port},
      {"Host: gostacker.test", "Origin: https://gostacker.test"},
      {"Host: gostacker.test:80", "Origin: http://gostacker.test"},
      {"Host: [::1]:8080", "Origin: http://[::1]:8080"},
      {"Host: localhost", "Origin: https://chat.example.com"},
    };
    for (String[] headers : passing) {
      try (RawSocket socket = RawSocket.open(gateway.port)) {
        socket.upgrade(headers);
      }
    }
  }

  @Test
  void aBadTokenIsRefusedBeforeTheUpgrade() {
    String expired = gateway.tokens.of(1, "d", "s", Duration.ofSeconds(-1));
    for (String header : new String[] {"Bearer nonsense", "Basic YTpi", "Bearer " + expired}) {
      try (RawSocket socket = RawSocket.open(gateway.port)) {
        var response =
            socket.request(
                "GET /api/v1/ws HTTP/1.1", RawSocket.withUpgrade("Authorization: " + header));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.code()).isEqualTo("unauthenticated");
      }
    }
  }

  @Test
  void unfitUpgradesAreRefusedWithASentence() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response =
          socket.request(
              "GET /api/v1/ws HTTP/1.1",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 8",
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
      assertThat(response.status()).isEqualTo(426);
      assertThat(response.headers()).containsEntry("Sec-WebSocket-Version", "13");
    }
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response =
          socket.request(
              "GET /api/v1/ws HTTP/1.1",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: short");
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.code()).isEqualTo("validation_failed");
    }
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response =
          socket.request("POST /api/v1/ws HTTP/1.1", RawSocket.withUpgrade("Content-Length: 5"));
      assertThat(response.status()).isEqualTo(400);
    }
  }

  @Test
  void aPlainRequestOfThePathIsToldToUpgrade() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response = socket.request("GET /api/v1/ws HTTP/1.1");
      assertThat(response.status()).isEqualTo(426);
      assertThat(response.code()).isEqualTo("validation_failed");
      assertThat(response.json().path("detail").asString()).contains("WebSocket");
    }
  }

  @Test
  void plainHttpThenUpgradeOnOneConnection() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      for (int i = 0; i < 3; i++) {
        var response = socket.request("GET /plain HTTP/1.1");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("virtual");
      }
      assertThat(socket.request("GET /nowhere HTTP/1.1").code()).isEqualTo("not_found");
      socket.upgrade("Authorization: Bearer " + gateway.tokens.of(4, "keep-alive"));
      socket.expect("welcome");
      socket.expectNothing();
    }
  }

  @Test
  void anUpgradeOfAnotherPathIsNotOurs() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      var response = socket.request("GET /plain HTTP/1.1", RawSocket.withUpgrade());
      assertThat(response.status()).isEqualTo(200);
      assertThat(socket.request("GET /api/v1/ws/x HTTP/1.1", RawSocket.withUpgrade()).status())
          .isEqualTo(404);
    }
  }

  @Test
  void anUpgradePipelinedBehindARequestWaitsForItsAnswer() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      String token = "Authorization: Bearer " + gateway.tokens.of(4, "pipelined");
      socket.write(
          RawSocket.head("GET /plain HTTP/1.1")
              + RawSocket.head("GET /plain HTTP/1.1")
              + RawSocket.head("GET /api/v1/ws HTTP/1.1", RawSocket.withUpgrade(token)));
      assertThat(socket.readResponse().body()).isEqualTo("virtual");
      assertThat(socket.readResponse().body()).isEqualTo("virtual");
      assertThat(socket.readResponse().status()).isEqualTo(101);
      socket.expect("welcome");
      socket.expectNothing();
    }
  }

  @Test
  void aRefusedUpgradePipelinedBehindARequestIsAnsweredAfterIt() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      socket.write(
          RawSocket.head("GET /plain HTTP/1.1")
              + RawSocket.head(
                  "GET /api/v1/ws HTTP/1.1", RawSocket.withUpgrade("Authorization: Bearer none")));
      assertThat(socket.readResponse().body()).isEqualTo("virtual");
      assertThat(socket.readResponse().status()).isEqualTo(401);
      socket.expectEnd();
    }
  }

  @Test
  void aConnectionThatBringsNoRequestIsCut() {
    try (RawSocket socket = RawSocket.open(gateway.port)) {
      socket.write("GET /api/v1/ws HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      socket.expectEnd();
    }
  }

  @Test
  void aHalfClosedSocketIsForgotten() {
    try (RawSocket socket = gateway.connect(5, "half")) {
      assertThat(gateway.send.isOnline(5)).isTrue();
      socket.shutdownOutput();
      socket.expectEnd();
      await().until(() -> !gateway.send.isOnline(5));
    }
  }

  @Test
  void aSocketThatCannotBeRoutedIsToldToComeAgain() {
    gateway.send.routeFailure = new IllegalStateException("Redis is away");
    try (RawSocket socket = gateway.upgrade(6, "unlucky")) {
      assertThat(socket.expectClose()).isEqualTo(1013);
    } finally {
      gateway.send.routeFailure = null;
    }
    try (RawSocket socket = gateway.connect(6, "unlucky")) {
      socket.expectNothing();
    }
  }
}
