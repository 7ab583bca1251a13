package io.gostacker.common.hook;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Calls the app's back end, signed. A call ends in its time, as those of [TimedCalls] do.
/// Thread-safe.
public final class HookClient implements AutoCloseable {
  private final TimedCalls calls;
  private final Clock clock;

  /// @param connectTimeout of one connection
  public HookClient(Duration connectTimeout, Clock clock) {
    this.clock = clock;
    this.calls = new TimedCalls(connectTimeout);
  }

  /// What was answered.
  public record Answer(int status, byte[] body) {}

  /// Posts JSON. Blocks.
  ///
  /// @param headers besides those of every call
  /// @param timeout for the whole answer
  /// @throws IOException when no whole answer of at most 64 KiB came in time
  public Answer post(
      String url, String secret, byte[] body, Map<String, String> headers, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answering = begin(url, secret, body, headers, timeout);
    try {
      HttpResponse<byte[]> answer = answering.get();
      return new Answer(answer.statusCode(), answer.body());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException trouble ? trouble : new IOException(e);
    } finally {
      answering.cancel(true);
    }
  }

  /// Begins to post JSON. The future completes with an [IOException] when no whole answer of at
  /// most 64 KiB came in time; what depends on it must not block.
  ///
  /// @param headers besides those of every call
  /// @param timeout for the whole answer
  public CompletableFuture<HttpResponse<byte[]>> begin(
      String url, String secret, byte[] body, Map<String, String> headers, Duration timeout) {
    HttpRequest.Builder request;
    try {
      request = Signature.request(url, secret, body, clock.millis());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(new IOException(e));
    }
    headers.forEach(request::header);
    return calls.begin(request.build(), timeout);
  }

  @Override
  public void close() {
    calls.close();
  }
}
