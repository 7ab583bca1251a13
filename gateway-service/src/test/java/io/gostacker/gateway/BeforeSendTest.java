package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gostacker.common.hook.Signature;
import io.gostacker.common.transport.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The app's back end is asked before a message is sent: by its text it accepts, refuses, rewrites,
/// hangs or answers nonsense.
class BeforeSendTest {
  private static final String SECRET = "0123456789abcdef-secret";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer app;
  private final List<TestGateway> opened = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.setExecutor(executor);
    app.createContext("/ask", this::answer);
    app.start();
  }

  @AfterEach
  void stop() {
    opened.forEach(TestGateway::close);
    app.stop(0);
    executor.shutdownNow();
    assertThat(troubles).isEmpty();
  }

  private TestGateway open(String... more) {
    List<String> settings = new ArrayList<>(List.of("gostacker.before-send.timeout=500ms"));
    settings.addAll(List.of(more));
    settings.add(
        "gostacker.before-send.url=http://127.0.0.1:" + app.getAddress().getPort() + "/ask");
    settings.add("gostacker.before-send.secret=" + SECRET);
    TestGateway gateway = TestGateway.start(settings.toArray(String[]::new));
    gateway.send.create(10, 1, 2);
    opened.add(gateway);
    return gateway;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String time = exchange.getRequestHeaders().getFirst("GoStacker-Timestamp");
      String signature = exchange.getRequestHeaders().getFirst("GoStacker-Signature");
      if (!Signature.of(SECRET, time, body).equals(signature)) {
        troubles.add("wrong signature");
      }
      JsonNode question = JSON.readTree(body);
      asked.add(question);
      String text = question.path("content").path("text").asString("");
      if (text.equals("endless")) {
        exchange.sendResponseHeaders(200, 50);
        exchange.getResponseBody().flush();
        sleep(20_000);
        return;
      }
      String answer = decision(text);
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          answer.isEmpty() ? 204 : 200, answer.isEmpty() ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String decision(String text) {
    if (text.startsWith("slow")) {
      sleep(Long.parseLong(text.substring(4)));
    }
    return switch (text) {
      case "bad" -> "{\"decision\":\"refuse\",\"reason\":\"Not here\"}";
      case "rude" -> "{\"decision\":\"rewrite\",\"content\":{\"type\":\"text\",\"text\":\"***\"}}";
      case "system" ->
          "{\"decision\":\"rewrite\",\"content\":{\"type\":\"system\",\"event\":\"x\"}}";
      case "broken" -> "{\"decision\":\"rewrite\",\"content\":{\"type\":\"text\"}}";
      case "nonsense" -> "{\"decision\":\"perhaps\"}";
      case "huge" -> "{\"decision\":\"accept\",\"x\":\"" + "x".repeat(1_000_000) + "\"}";
      case "no json" -> "what?";
      case "fine" -> "{\"decision\":\"accept\"}";
      default -> "";
    };
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(RawSocket socket, String id, String text) {
    socket.say(
        "{\"type\":\"send\",\"conversationId\":\"10\",\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
            .formatted(id, text));
  }

  @Test
  void theAppAcceptsRefusesAndRewrites() {
    TestGateway gateway = open();
    try (RawSocket sender = gateway.connect(1, "phone");
        RawSocket reader = gateway.connect(2, "desk")) {
      say(sender, "a", "fine");
      assertThat(sender.expect("sent").path("clientMessageId").asString()).isEqualTo("a");
      assertThat(text(reader)).isEqualTo("fine");
      say(sender, "b", "bad");
      JsonNode refused = sender.expectError("forbidden");
      assertThat(refused.path("clientMessageId").asString()).isEqualTo("b");
      assertThat(refused.toString()).contains("Not here");
      say(sender, "c", "rude");
      assertThat(sender.expect("sent").path("seq").asInt()).isEqualTo(2);
      assertThat(text(reader)).isEqualTo("***");
      reader.expectNothing();
    }
    JsonNode first = asked.getFirst();
    assertThat(first.path("conversationId").asString()).isEqualTo("10");
    assertThat(first.path("senderId").asString()).isEqualTo("1");
    assertThat(first.path("deviceId").asString()).isEqualTo("phone");
    assertThat(first.path("clientMessageId").asString()).isEqualTo("a");
  }

  private static String text(RawSocket reader) {
    return reader.expect("message").path("content").path("text").asString();
  }

  @Test
  void whoIsNotAnsweredTriesAgainOrIsLetThrough() {
    TestGateway gateway = open();
    try (RawSocket sender = gateway.connect(1, "phone")) {
      for (String text :
          List.of("nonsense", "no json", "broken", "system", "huge", "endless", "slow3000")) {
        say(sender, "x", text);
        sender.expectError("unavailable");
      }
      say(sender, "x", "fine");
      sender.expect("sent");
    }
    TestGateway lenient = open("gostacker.before-send.on-failure=accept");
    try (RawSocket sender = lenient.connect(1, "phone")) {
      say(sender, "y", "nonsense");
      sender.expect("sent");
      say(sender, "z", "slow3000");
      sender.expect("sent");
      say(sender, "w", "bad");
      sender.expectError("forbidden");
    }
  }

  @Test
  void whatADeviceSendsKeepsItsOrderAndOthersDoNotWaitForIt() {
    TestGateway gateway = open("gostacker.before-send.timeout=5s");
    try (RawSocket sender = gateway.connect(1, "phone");
        RawSocket other = gateway.connect(2, "desk")) {
      say(sender, "m0", "slow1500");
      for (int i = 1; i <= 50; i++) {
        say(sender, "m" + i, "slow" + (50 - i));
      }
      say(other, "mine", "fine");
      assertThat(other.expect("sent").path("seq").asInt()).as("the first of all").isEqualTo(1);
      assertThat(text(sender)).isEqualTo("fine");
      for (int i = 0; i <= 50; i++) {
        JsonNode sent = sender.expect("sent");
        assertThat(sent.path("clientMessageId").asString()).isEqualTo("m" + i);
        assertThat(sent.path("seq").asInt()).isEqualTo(i + 2);
      }
    }
  }

  @Test
  void theAppIsNotAskedAboutItsOwnMessagesAndOtherCommands() {
    TestGateway gateway = open();
    try (RawSocket reader = gateway.connect(2, "desk")) {
      reader.say("{\"type\":\"read\",\"conversationId\":\"10\",\"seq\":1}");
      String body =
          "{\"senderId\":\"1\",\"clientMessageId\":\"s\",\"content\":{\"type\":\"text\",\"text\":\"bad\"}}";
      try (RawSocket backEnd = RawSocket.open(gateway.port)) {
        backEnd.write(
            RawSocket.head(
                    "POST /api/v1/server/conversations/10/messages HTTP/1.1",
                    "Authorization: Bearer " + TestGateway.SERVER_KEY,
                    "Content-Type: application/json",
                    "Content-Length: " + body.length())
                + body);
        assertThat(backEnd.readResponse().status()).isEqualTo(201);
      }
      reader.expect("message");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> gateway.send.commands.stream().anyMatch(Command.Read.class::isInstance));
    }
    assertThat(asked).isEmpty();
  }
}
