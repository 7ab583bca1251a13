package io.gostacker.meta.webhook;

import io.gostacker.common.hook.HookClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Calls webhooks, and takes only a 2xx for an answer. Thread-safe, blocks.
final class WebhookCall {
  private final HookClient client;
  private final Duration timeout;

  WebhookCall(HookClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /// Tells of one event.
  ///
  /// @return why it was not taken; empty when it was
  String tell(Webhook webhook, long eventId, byte[] body) throws InterruptedException {
    Map<String, String> headers = Map.of("GoStacker-Event-Id", Long.toString(eventId));
    try {
      int status = client.post(webhook.url(), webhook.secret(), body, headers, timeout).status();
      return status >= 200 && status < 300 ? "" : "answered " + status;
    } catch (IOException e) {
      String message = e.getMessage();
      return message == null ? e.getClass().getSimpleName() : message;
    }
  }
}
