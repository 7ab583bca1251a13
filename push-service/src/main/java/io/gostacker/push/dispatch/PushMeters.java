package io.gostacker.push.dispatch;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What became of notifications, of all providers together. Counted where they are sent from; zero
/// elsewhere.
final class PushMeters {
  /// What became of one that was sent.
  enum Result {
    TAKEN,
    FAILED,
    GONE,
    GIVEN_UP
  }

  private static final String SENT = "gostacker.push.sent";

  private final Map<Result, Counter> results = new EnumMap<>(Result.class);
  private final Map<Plan.Why, Counter> dropped = new EnumMap<>(Plan.Why.class);
  private final AtomicLong waiting;
  private final AtomicLong delay;
  private final AtomicLong behind;

  PushMeters(MeterRegistry registry) {
    for (Result result : Result.values()) {
      results.put(result, registry.counter(SENT, "result", tag(result)));
    }
    for (Plan.Why why : Plan.Why.values()) {
      dropped.put(why, registry.counter("gostacker.push.dropped", "why", tag(why)));
    }
    this.waiting = registry.gauge("gostacker.push.waiting", new AtomicLong());
    this.delay = registry.gauge("gostacker.push.delay.milliseconds", new AtomicLong());
    this.behind = registry.gauge("gostacker.push.feed.behind", new AtomicLong());
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void count(Result result) {
    counter(results, result).increment();
  }

  void dropped(Plan.Why why) {
    counter(dropped, why).increment();
  }

  private static <K extends Enum<K>> Counter counter(Map<K, Counter> counters, K key) {
    return requireNonNull(counters.get(key));
  }

  /// @param waitingNow to be sent, of all providers
  /// @param delayNow for how long the oldest has been due, in milliseconds
  /// @param behindNow events of the feed that were not looked at
  void state(long waitingNow, long delayNow, long behindNow) {
    waiting.set(waitingNow);
    delay.set(delayNow);
    behind.set(behindNow);
  }
}
