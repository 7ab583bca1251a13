package io.gostacker.flusher;

import io.gostacker.common.metrics.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// What is measured of the flusher, `gostacker.flusher.*`.
final class FlusherMeters {
  private final Counter records;
  private final Counter setAside;
  private final Counter broken;
  private final Counter failures;
  private final Timer transactions;
  private final AtomicInteger brokenNow;
  private final AtomicLongArray backlog;

  FlusherMeters(MeterRegistry registry, int shards) {
    this.records = registry.counter("gostacker.flusher.records");
    this.setAside = registry.counter("gostacker.flusher.set.aside");
    this.broken = registry.counter("gostacker.flusher.broken");
    this.failures = registry.counter("gostacker.flusher.failures");
    this.transactions =
        Latency.timer("gostacker.flusher.transactions", "Of one shard in MySQL").register(registry);
    this.brokenNow = registry.gauge("gostacker.flusher.broken.shards", new AtomicInteger());
    this.backlog = new AtomicLongArray(shards);
    registry.gauge("gostacker.flusher.backlog.entries", backlog, FlusherMeters::sum);
  }

  void flushed(int count, long nanos) {
    records.increment(count);
    transactions.record(Duration.ofNanos(nanos));
  }

  void setAside() {
    setAside.increment();
  }

  void broken() {
    broken.increment();
    brokenNow.incrementAndGet();
  }

  void mended() {
    brokenNow.decrementAndGet();
  }

  void failed() {
    failures.increment();
  }

  /// @param entries of the shard's log that are not flushed
  void backlog(int shard, long entries) {
    backlog.set(shard, entries);
  }

  private static double sum(AtomicLongArray values) {
    double sum = 0;
    for (int i = 0; i < values.length(); i++) {
      sum += values.get(i);
    }
    return sum;
  }
}
