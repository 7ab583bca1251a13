package io.gostacker.common.hook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls over HTTP that end in their time, whatever the other side does: the JDK's own time-out
/// ends with the headers of the answer. Follows no redirects. Thread-safe.
public final class TimedCalls implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private final HttpClient http;

  /// @param connectTimeout of one connection
  public TimedCalls(Duration connectTimeout) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /// Begins a call. The future completes with an [IOException] when no whole answer of at most 64
  /// KiB came in time; what depends on it must not block. Cancelling it ends the call.
  ///
  /// @param timeout for the whole answer
  public CompletableFuture<HttpResponse<byte[]>> begin(HttpRequest request, Duration timeout) {
    CompletableFuture<HttpResponse<byte[]>> answering =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    CompletableFuture<HttpResponse<byte[]>> inTime =
        answering
            .copy()
            .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .exceptionallyCompose(e -> CompletableFuture.failedFuture(trouble(e, timeout)));
    inTime.whenComplete((answer, failure) -> answering.cancel(true));
    return inTime;
  }

  private static IOException trouble(Throwable failure, Duration timeout) {
    if (failure instanceof TimeoutException) {
      return new IOException("no answer within " + timeout.toMillis() + " ms", failure);
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof IOException trouble ? trouble : new IOException(cause);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
