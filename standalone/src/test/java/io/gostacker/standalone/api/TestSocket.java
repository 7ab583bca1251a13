package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A WebSocket of tests that keeps every frame it got.
public final class TestSocket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WebSocket socket;
  private final Inbox inbox;

  private TestSocket(WebSocket socket, Inbox inbox) {
    this.socket = socket;
    this.inbox = inbox;
  }

  /// Opens with header authentication and waits for `welcome`.
  static TestSocket open(Api api, String token) {
    TestSocket opened = dial(api, token);
    opened.awaitFrame("welcome");
    return opened;
  }

  /// @param token null for a socket that has to say `hello`
  public static TestSocket dial(Api api, @Nullable String token) {
    Map<String, String> headers =
        token == null ? Map.of() : Map.of("Authorization", "Bearer " + token);
    return dial(api, headers, new Inbox(0));
  }

  static TestSocket dial(Api api, Map<String, String> headers) {
    return dial(api, headers, new Inbox(0));
  }

  /// One that takes its time over each frame.
  static TestSocket openSlow(Api api, String token, Duration perFrame) {
    return dial(api, Map.of("Authorization", "Bearer " + token), new Inbox(perFrame.toNanos()));
  }

  /// One that reads its `welcome` and then nothing until [#readOn].
  static TestSocket openStalled(Api api, String token) {
    Inbox inbox = new Inbox(0);
    inbox.stalled = true;
    TestSocket opened = dial(api, Map.of("Authorization", "Bearer " + token), inbox);
    opened.awaitFrame("welcome");
    return opened;
  }

  private static TestSocket dial(Api api, Map<String, String> headers, Inbox inbox) {
    WebSocket.Builder builder = api.http().newWebSocketBuilder().subprotocols("gostacker.v1+json");
    headers.forEach(builder::header);
    return new TestSocket(builder.buildAsync(URI.create(api.webSocketUrl()), inbox).join(), inbox);
  }

  public void readOn() {
    inbox.stalled = false;
    socket.request(1);
  }

  /// Sends a text frame as it is.
  public synchronized void send(String frame) {
    socket.sendText(frame, true).join();
  }

  /// Sends the fields as one frame with a `ref` of its own and awaits the frame that repeats it.
  ///
  /// @param fields JSON members, for example `"type":"ping"`
  public JsonNode ask(String fields) {
    String ref = UUID.randomUUID().toString();
    send("{\"ref\":\"" + ref + "\"," + fields + "}");
    return awaitFrame(frame -> ref.equals(frame.path("ref").asString()), "the answer to " + fields);
  }

  public void sayHello(String token, String deviceId) {
    send("{\"type\":\"hello\",\"token\":\"%s\",\"deviceId\":\"%s\"}".formatted(token, deviceId));
  }

  /// Sends a ping of the WebSocket protocol and awaits its pong.
  ///
  /// @return the pong's payload
  public ByteBuffer ping(String payload) {
    socket.sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
    return inbox.pong.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  public void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  public void sendText(String conversationId, String clientMessageId, String text) {
    send(
        "{\"type\":\"send\",\"conversationId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
            .formatted(conversationId, clientMessageId, text));
  }

  public List<JsonNode> frames() {
    return inbox.frames;
  }

  public List<JsonNode> frames(String type) {
    return inbox.frames.stream()
        .filter(frame -> type.equals(frame.path("type").asString()))
        .toList();
  }

  /// The text frames as they came.
  public List<String> texts() {
    return inbox.texts;
  }

  /// The seqs of the `message` frames of a conversation, as they came.
  public List<Long> seqs(String conversationId) {
    return frames("message").stream()
        .filter(frame -> conversationId.equals(frame.path("conversationId").asString()))
        .map(frame -> frame.path("seq").asLong())
        .toList();
  }

  public JsonNode awaitMessage(String clientMessageId) {
    return awaitFrame(
        frame ->
            "message".equals(frame.path("type").asString())
                && clientMessageId.equals(frame.path("clientMessageId").asString()),
        "message " + clientMessageId);
  }

  public JsonNode awaitFrame(String type) {
    return awaitFrame(frame -> type.equals(frame.path("type").asString()), type);
  }

  public JsonNode awaitFrame(Predicate<JsonNode> wanted, String what) {
    await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(inbox.frames).as(what).anyMatch(wanted));
    return inbox.frames.stream().filter(wanted).findFirst().orElseThrow();
  }

  /// The close code, once the server has closed.
  public int awaitClose() {
    return inbox.closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  public boolean isClosed() {
    return inbox.closed.isDone();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Inbox implements WebSocket.Listener {
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<ByteBuffer> pong = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final long nanosPerFrame;
    private volatile boolean stalled;

    Inbox(long nanosPerFrame) {
      this.nanosPerFrame = nanosPerFrame;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        LockSupport.parkNanos(nanosPerFrame);
        texts.add(partial.toString());
        frames.add(Api.JSON.readTree(partial.toString()));
        partial.setLength(0);
      }
      if (!stalled) {
        socket.request(1);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      pong.complete(message);
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      closed.complete(1006);
    }
  }
}
