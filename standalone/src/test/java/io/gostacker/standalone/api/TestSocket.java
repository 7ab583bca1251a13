package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
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
  static TestSocket dial(Api api, @Nullable String token) {
    Inbox inbox = new Inbox();
    WebSocket.Builder builder = api.http().newWebSocketBuilder().subprotocols("gostacker.v1+json");
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    return new TestSocket(builder.buildAsync(URI.create(api.webSocketUrl()), inbox).join(), inbox);
  }

  /// Sends a text frame as it is.
  public void send(String frame) {
    socket.sendText(frame, true).join();
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
    return inbox
        .closed
        .orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
        .join();
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
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        frames.add(Api.JSON.readTree(partial.toString()));
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
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
