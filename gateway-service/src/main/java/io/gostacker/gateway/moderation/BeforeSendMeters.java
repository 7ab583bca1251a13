package io.gostacker.gateway.moderation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What the app says about messages, `gostacker.before.send` by outcome. There from the beginning,
/// so that an alert can tell nothing from nobody asked.
final class BeforeSendMeters {
  private final Counter accepted;
  private final Counter refused;
  private final Counter rewritten;
  private final Counter unanswered;

  BeforeSendMeters(MeterRegistry registry) {
    this.accepted = counter(registry, "accepted");
    this.refused = counter(registry, "refused");
    this.rewritten = counter(registry, "rewritten");
    this.unanswered = counter(registry, "unanswered");
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("gostacker.before.send")
        .description("Messages that the app was asked about")
        .tag("outcome", outcome)
        .register(registry);
  }

  void count(Ruling ruling) {
    switch (ruling) {
      case Ruling.Accept() -> accepted.increment();
      case Ruling.Refuse refuse -> refused.increment();
      case Ruling.Rewrite rewrite -> rewritten.increment();
      case Ruling.None none -> unanswered.increment();
    }
  }
}
