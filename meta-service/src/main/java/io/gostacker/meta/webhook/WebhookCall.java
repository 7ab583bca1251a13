package io.gostacker.meta.webhook;

import io.gostacker.common.hook.Signature;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;

/// Calls webhooks. Follows no redirects, and takes only a 2xx for an answer. Thread-safe, blocks.
final class WebhookCall implements AutoCloseable {
  private final HttpClient http;
  private final Duration timeout;
  private final Clock clock;

  WebhookCall(Duration timeout, Clock clock) {
    this.timeout = timeout;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /// Tells of one event.
  ///
  /// @return why it was not taken; empty when it was
  String tell(Webhook webhook, long eventId, byte[] body) throws InterruptedException {
    try {
      HttpRequest request =
          Signature.request(webhook.url(), webhook.secret(), body, clock.millis())
              .timeout(timeout)
              .header("GoStacker-Event-Id", Long.toString(eventId))
              .build();
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300 ? "" : "answered " + status;
    } catch (IOException | IllegalArgumentException e) {
      String message = e.getMessage();
      return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
