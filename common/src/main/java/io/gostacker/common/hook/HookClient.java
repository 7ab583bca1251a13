package io.gostacker.common.hook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls the app's back end, signed. A call ends in its time, whatever the other side does: the
/// JDK's own time-out ends with the headers of the answer. Follows no redirects. Thread-safe.
public final class HookClient implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private final HttpClient http;
  private final Clock clock;

  /// @param connectTimeout of one connection
  public HookClient(Duration connectTimeout, Clock clock) {
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
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
    HttpRequest.Builder request;
    try {
      request = Signature.request(url, secret, body, clock.millis());
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<byte[]>> answering =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      HttpResponse<byte[]> answer = answering.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return new Answer(answer.statusCode(), answer.body());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e : e.getCause());
    } finally {
      answering.cancel(true);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
