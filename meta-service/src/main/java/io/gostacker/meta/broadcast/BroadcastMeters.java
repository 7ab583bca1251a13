package io.gostacker.meta.broadcast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What broadcasts come to, over all of them.
final class BroadcastMeters {
  private final Counter sent;
  private final Counter failed;

  BroadcastMeters(MeterRegistry registry) {
    this.sent =
        Counter.builder("gostacker.broadcast.sent")
            .description("Recipients of broadcasts for whom the message stands")
            .register(registry);
    this.failed =
        Counter.builder("gostacker.broadcast.failed")
            .description("Recipients of broadcasts who do not get the message")
            .register(registry);
  }

  void count(Tally tally) {
    sent.increment(tally.sent());
    failed.increment(tally.failed());
  }
}
