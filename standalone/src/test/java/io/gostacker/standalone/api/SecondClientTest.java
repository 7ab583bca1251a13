package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import tools.jackson.databind.JsonNode;

/// What matters most, once more with a WebSocket client of other make: Tomcat's, by Spring.
class SecondClientTest {
  private static Api api;
  private static TestUser alice;
  private static TestUser bob;
  private static String chat = "";

  @BeforeAll
  static void logIn() {
    api = new Api(RunningStandalone.baseUrl());
    alice = api.newUser("alice");
    bob = api.newUser("bob");
    chat = alice.directWith(bob);
  }

  private static WebSocketSession dial(Received received, @Nullable String token) {
    WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
    headers.setSecWebSocketProtocol(List.of("gostacker.v1+json"));
    if (token != null) {
      headers.setBearerAuth(token);
    }
    return new StandardWebSocketClient()
        .execute(received, headers, URI.create(api.webSocketUrl()))
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void agreesOnTheSubprotocolAndIsWelcomed() throws Exception {
    Received received = new Received();
    try (WebSocketSession session = dial(received, alice.token())) {
      assertThat(session.getAcceptedProtocol()).isEqualTo("gostacker.v1+json");
      assertThat(received.awaitFrame("welcome").path("userId").asString()).isEqualTo(alice.id());
    }
  }

  @Test
  void saysHelloSendsAndReceives() throws Exception {
    Received hers = new Received();
    Received his = new Received();
    try (WebSocketSession one = dial(hers, null);
        WebSocketSession two = dial(his, bob.token())) {
      his.awaitFrame("welcome");
      one.sendMessage(
          new TextMessage(
              "{\"type\":\"hello\",\"token\":\"%s\",\"deviceId\":\"device-1\"}"
                  .formatted(alice.token())));
      hers.awaitFrame("welcome");
      String id = UUID.randomUUID().toString();
      one.sendMessage(
          new TextMessage(
              "{\"type\":\"send\",\"ref\":\"r1\",\"conversationId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"grüße 😀\"}}"
                  .formatted(chat, id)));
      JsonNode sent = hers.awaitFrame("sent");
      assertThat(sent.path("ref").asString()).isEqualTo("r1");
      JsonNode message =
          his.await(frame -> id.equals(frame.path("clientMessageId").asString()), "the message");
      assertThat(message.path("seq")).isEqualTo(sent.path("seq"));
      assertThat(message.path("content").path("text").asString()).isEqualTo("grüße 😀");
      assertThat(two.isOpen()).isTrue();
    }
  }

  @Test
  void takesAFrameInFragments() throws Exception {
    Received received = new Received();
    try (WebSocketSession session = dial(received, alice.token())) {
      received.awaitFrame("welcome");
      session.sendMessage(new TextMessage("{\"type\":\"pi", false));
      session.sendMessage(new TextMessage("ng\",\"ref\":\"", false));
      session.sendMessage(new TextMessage("parts\"}", true));
      assertThat(received.awaitFrame("pong").path("ref").asString()).isEqualTo("parts");
    }
  }

  @Test
  void isAnsweredToAPing() throws Exception {
    Received received = new Received();
    try (WebSocketSession session = dial(received, alice.token())) {
      session.sendMessage(
          new PingMessage(ByteBuffer.wrap("there?".getBytes(StandardCharsets.UTF_8))));
      assertThat(received.pong.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("there?");
    }
  }

  @Test
  void isClosedByItsOwnWishAndByTheServers() throws Exception {
    Received received = new Received();
    WebSocketSession session = dial(received, alice.token());
    session.close(CloseStatus.NORMAL);
    assertThat(received.awaitClose()).isEqualTo(1000);

    Received confused = new Received();
    dial(confused, alice.token()).sendMessage(new TextMessage("no JSON"));
    assertThat(confused.awaitClose()).isEqualTo(4400);
  }

  private static final class Received extends AbstractWebSocketHandler {
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
      frames.add(Api.JSON.readTree(message.getPayload()));
    }

    @Override
    protected void handlePongMessage(WebSocketSession session, PongMessage message) {
      pong.complete(StandardCharsets.UTF_8.decode(message.getPayload()).toString());
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
      closed.complete(status.getCode());
    }

    JsonNode awaitFrame(String type) {
      return await(frame -> type.equals(frame.path("type").asString()), type);
    }

    JsonNode await(Predicate<JsonNode> wanted, String what) {
      Awaitility.await(what)
          .atMost(Duration.ofSeconds(30))
          .until(() -> frames.stream().anyMatch(wanted));
      return frames.stream().filter(wanted).findFirst().orElseThrow();
    }

    int awaitClose() {
      return closed.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
