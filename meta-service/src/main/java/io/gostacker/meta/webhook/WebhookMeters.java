package io.gostacker.meta.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What webhooks come to, over all of them.
final class WebhookMeters {
  private final Counter delivered;
  private final Counter failed;
  private final Counter givenUp;

  WebhookMeters(MeterRegistry registry) {
    this.delivered =
        Counter.builder("gostacker.webhook.delivered")
            .description("Events that a webhook took")
            .register(registry);
    this.failed =
        Counter.builder("gostacker.webhook.failed")
            .description("Calls of webhooks that were not answered with 2xx")
            .register(registry);
    this.givenUp =
        Counter.builder("gostacker.webhook.given.up")
            .description("Events that a webhook did not take for too long")
            .register(registry);
  }

  void delivered() {
    delivered.increment();
  }

  void failed() {
    failed.increment();
  }

  void givenUp() {
    givenUp.increment();
  }
}
