package io.gostacker.gateway;

import static io.gostacker.gateway.RawSocket.BINARY;
import static io.gostacker.gateway.RawSocket.CLOSE;
import static io.gostacker.gateway.RawSocket.CONTINUATION;
import static io.gostacker.gateway.RawSocket.FIN;
import static io.gostacker.gateway.RawSocket.PING;
import static io.gostacker.gateway.RawSocket.PONG;
import static io.gostacker.gateway.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455 on the wire: what is well-formed works, what is not ends the socket with its code.
class ProtocolTest {
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("heartbeat=800ms", "max-chatter=200");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void fragmentsMakeOneMessageWithPingsInBetween() {
    try (RawSocket socket = gateway.connect(1, "fragments")) {
      socket.frame(TEXT, bytes("{\"type\":\"pi"));
      socket.frame(FIN | PING, bytes("now"));
      socket.frame(CONTINUATION, bytes("ng\",\"ref\":\"\u00e4"));
      socket.frame(CONTINUATION, new byte[0]);
      socket.frame(FIN | CONTINUATION, bytes("\u00f6\"}"));
      var pong = socket.read();
      assertThat(pong.opcode()).isEqualTo(PONG);
      assertThat(pong.payload()).isEqualTo(bytes("now"));
      assertThat(socket.expect("pong").path("ref").asString()).isEqualTo("\u00e4\u00f6");
    }
  }

  @Test
  void aCharacterMayBeSplitBetweenFragments() {
    try (RawSocket socket = gateway.connect(1, "split")) {
      byte[] frame = bytes("{\"type\":\"ping\",\"ref\":\"\ud83d\ude00\"}");
      int middle = frame.length - 4;
      socket.frame(TEXT, Arrays.copyOf(frame, middle));
      socket.frame(FIN | CONTINUATION, Arrays.copyOfRange(frame, middle, frame.length));
      assertThat(socket.expect("pong").path("ref").asString()).isEqualTo("\ud83d\ude00");
    }
  }

  @Test
  void aCloseIsAnsweredWithItsCode() {
    try (RawSocket socket = gateway.connect(1, "close")) {
      socket.frame(FIN | CLOSE, closePayload(1000, "bye"));
      var close = socket.read();
      assertThat(close.opcode()).isEqualTo(CLOSE);
      assertThat(close.payload()).startsWith(closePayload(1000, ""));
      socket.expectEnd();
      await().until(() -> !gateway.send.isOnline(1));
    }
  }

  @Test
  void anEmptyCloseIsAnsweredToo() {
    try (RawSocket socket = gateway.connect(1, "close")) {
      socket.frame(FIN | CLOSE, new byte[0]);
      assertThat(socket.read().opcode()).isEqualTo(CLOSE);
      socket.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
  void aCloseWithACodeThatMayNotBeUsedIsAProtocolError(int code) {
    try (RawSocket socket = gateway.connect(1, "close-code")) {
      socket.frame(FIN | CLOSE, closePayload(code, ""));
      assertThat(socket.expectClose()).isEqualTo(1002);
      socket.expectEnd();
    }
  }

  @Test
  void aFrameOf256KibIsTaken() {
    try (RawSocket socket = gateway.connect(1, "large")) {
      socket.say(padded(256 * 1024));
      socket.expect("pong");
    }
  }

  @Test
  void aLargerFrameIsClosedWith1009() {
    try (RawSocket socket = gateway.connect(1, "too-large")) {
      socket.say(padded(256 * 1024 + 1));
      assertThat(socket.expectClose()).isEqualTo(1009);
      socket.expectEnd();
    }
  }

  @Test
  void fragmentsThatAreLargerTogetherAreClosedWith1009() {
    try (RawSocket socket = gateway.connect(1, "too-large")) {
      byte[] text = bytes(padded(300 * 1024));
      socket.frame(TEXT, Arrays.copyOf(text, 200 * 1024));
      socket.frame(FIN | CONTINUATION, Arrays.copyOfRange(text, 200 * 1024, text.length));
      assertThat(socket.expectClose()).isEqualTo(1009);
      socket.expectEnd();
    }
  }

  @Test
  void aFrameThatOnlyAnnouncesToBeHugeIsClosedAtOnce() {
    try (RawSocket socket = gateway.connect(1, "huge")) {
      socket.write(
          ByteBuffer.allocate(10).put((byte) 0x81).put((byte) 0xFF).putLong(1L << 62).array());
      assertThat(socket.expectClose()).isEqualTo(1009);
    }
  }

  @Test
  void badUtf8IsClosedWith1007() {
    byte[][] bad = {
      {(byte) 0xC3},
      {(byte) 0xFF},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
      {(byte) 0xC0, (byte) 0xAF}
    };
    for (byte[] bytes : bad) {
      try (RawSocket socket = gateway.connect(1, "utf8")) {
        socket.frame(FIN | TEXT, bytes);
        assertThat(socket.expectClose()).isEqualTo(1007);
        socket.expectEnd();
      }
    }
  }

  @Test
  void badUtf8InAFragmentIsClosedWith1007() {
    try (RawSocket socket = gateway.connect(1, "utf8")) {
      socket.frame(TEXT, bytes("{\"type\":\""));
      socket.frame(CONTINUATION, new byte[] {(byte) 0xFE});
      assertThat(socket.expectClose()).isEqualTo(1007);
    }
  }

  @Test
  void unmaskedFramesAreAProtocolError() {
    try (RawSocket socket = gateway.connect(1, "unmasked")) {
      socket.write(RawSocket.encode(FIN | TEXT, bytes("{\"type\":\"ping\"}"), false));
      assertThat(socket.expectClose()).isEqualTo(1002);
      socket.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        FIN | 0x40 | TEXT, // a reserved bit
        FIN | 3, // reserved opcodes
        FIN | 11,
        FIN | CONTINUATION, // nothing to continue
        PING, // a fragmented control frame
      })
  void frameHeadsThatMeanNothingAreAProtocolError(int firstByte) {
    try (RawSocket socket = gateway.connect(1, "head")) {
      socket.frame(firstByte, bytes("{}"));
      assertThat(socket.expectClose()).isEqualTo(1002);
      socket.expectEnd();
    }
  }

  @Test
  void aNewMessageInsideAnotherIsAProtocolError() {
    try (RawSocket socket = gateway.connect(1, "inside")) {
      socket.frame(TEXT, bytes("{\"type\""));
      socket.frame(FIN | TEXT, bytes("{}"));
      assertThat(socket.expectClose()).isEqualTo(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "[]",
        "1",
        "null",
        "\"ping\"",
        "{",
        "{}",
        "{\"type\":1}",
        "{\"type\":null}",
        "{\"type\":\"ping\"} {}",
        "{\"type\":\"ping\",}",
        "{'type':'ping'}",
        "{\"type\":\"a\nb\"}",
        "{\"a\":01,\"type\":\"ping\"}",
        "{\"a\":NaN,\"type\":\"ping\"}"
      })
  void whatIsNoJsonObjectWithATypeIsClosedWith4400(String text) {
    try (RawSocket socket = gateway.connect(1, "json")) {
      socket.say(text);
      assertThat(socket.expectClose()).isEqualTo(4400);
      socket.expectEnd();
    }
  }

  @Test
  void binaryFramesAreClosedWith4400() {
    try (RawSocket socket = gateway.connect(1, "binary")) {
      socket.frame(FIN | BINARY, bytes("{\"type\":\"ping\"}"));
      assertThat(socket.expectClose()).isEqualTo(4400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"type\":\"ping\"}", "{\"type\":\"unheard-of\"}", "{\"type\":\"send\"}"})
  void whoFloodsIsClosedWith4429(String frame) {
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      flood.writeBytes(RawSocket.encode(FIN | TEXT, bytes(frame), true));
    }
    try (RawSocket socket = gateway.connect(71, "flooding")) {
      socket.write(flood.toByteArray());
      assertThat(socket.expectClose()).isEqualTo(4429);
    }
  }

  @Test
  void silenceIsClosedWith4411AndPingsBreakIt() {
    try (RawSocket silent = gateway.connect(2, "silent");
        RawSocket pinging = gateway.connect(2, "pinging")) {
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(
              () -> assertThat(silent.expectClose()).isEqualTo(4411), Thread::startVirtualThread);
      await()
          .pollInterval(java.time.Duration.ofMillis(300))
          .until(() -> {
            pinging.frame(FIN | PING, new byte[0]);
            assertThat(pinging.read().opcode()).isEqualTo(PONG);
            return closed.isDone();
          });
      closed.join();
      pinging.expectNothing();
    }
  }

  @Test
  void anIndependentClientTalksToIt() throws Exception {
    CompletableFuture<String> pong = new CompletableFuture<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (text.indexOf("\"pong\"") >= 0) {
              pong.complete(text.toString());
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
          }

          @Override
          public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedFuture(null);
          }
        };
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .subprotocols("gostacker.v1+json")
              .header("Authorization", "Bearer " + gateway.tokens.of(3, "jdk"))
              .buildAsync(URI.create("ws://localhost:" + gateway.port + "/api/v1/ws"), listener)
              .get();
      assertThat(socket.getSubprotocol()).isEqualTo("gostacker.v1+json");
      socket.sendText("{\"type\":\"ping\"}", true).get();
      assertThat(pong.get()).contains("serverTime");
      socket.sendClose(1000, "").get();
      assertThat(closed.get()).isEqualTo(1000);
    }
  }

  private static String padded(int length) {
    String start = "{\"type\":\"ping\",\"x\":\"";
    return start + "x".repeat(length - start.length() - 2) + "\"}";
  }

  private static byte[] closePayload(int code, String reason) {
    byte[] text = bytes(reason);
    return ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
