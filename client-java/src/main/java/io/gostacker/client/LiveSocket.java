package io.gostacker.client;

import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One WebSocket. Whole frames go to the queue one by one: the next is read after [#next], so the
/// queue holds at most one frame and the server feels a slow listener.
final class LiveSocket implements WebSocket.Listener {
  /// The largest answer is a `synced` of 512 KiB; a frame beyond this breaks the connection.
  private static final int MAX_FRAME_CHARS = 2 << 20;

  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

  /// Close code for a connection that ended without one.
  static final int NO_CLOSE_FRAME = 1006;

  private final BlockingQueue<Input> inputs;
  private final StringBuilder partial = new StringBuilder();
  private volatile @Nullable WebSocket webSocket;
  private volatile boolean abandoned;

  LiveSocket(BlockingQueue<Input> inputs) {
    this.inputs = inputs;
  }

  /// Writes a text frame and waits until it is on its way; one thread only.
  void send(String text) throws IOException, InterruptedException {
    WebSocket socket = webSocket;
    if (socket == null) {
      throw new IOException("not open");
    }
    try {
      socket.sendText(text, true).get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(HttpApi.reason(e), e);
    } catch (TimeoutException e) {
      throw new IOException("the server does not read", e);
    }
  }

  /// Lets the following frame come.
  void next() {
    WebSocket socket = webSocket;
    if (socket != null) {
      socket.request(1);
    }
  }

  /// Says good-bye, waits a moment, and lets go in any case.
  void close() {
    WebSocket socket = webSocket;
    abandoned = true;
    if (socket == null) {
      return;
    }
    CompletableFuture<WebSocket> closing = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    closing.orTimeout(1, TimeUnit.SECONDS).whenComplete((done, failed) -> socket.abort());
  }

  /// Lets go without a word.
  void abort() {
    abandoned = true;
    WebSocket socket = webSocket;
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public void onOpen(WebSocket socket) {
    webSocket = socket;
    if (abandoned) {
      socket.abort();
    } else {
      socket.request(1);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    if (partial.length() + data.length() > MAX_FRAME_CHARS) {
      inputs.add(new Input.ClosedIn(this, NO_CLOSE_FRAME, "a frame larger than any should be"));
      socket.abort();
      return null;
    }
    partial.append(data);
    if (last) {
      String text = partial.toString();
      partial.setLength(0);
      partial.trimToSize();
      inputs.add(new Input.FrameIn(this, text));
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    inputs.add(new Input.ClosedIn(this, code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    inputs.add(new Input.ClosedIn(this, NO_CLOSE_FRAME, HttpApi.reason(error)));
  }
}
