package io.gostacker.common.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import java.time.Duration;

/// One rate for many, each with a bucket of its own in memory. Remembers 200,000 of them, at most
/// until they are full again; one that is forgotten earlier begins full. Thread-safe, never waits.
///
/// @param <K> whom a bucket belongs to
public final class LocalLimit<K> {
  private static final long MAX_BUCKETS = 200_000;

  private final Rate rate;
  private final Cache<K, Bucket> buckets;

  public LocalLimit(Rate rate) {
    this.rate = rate;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(rate.fillTime().plusMinutes(1))
            .build();
  }

  /// Takes one.
  ///
  /// @return nanoseconds after which there is one again; 0 when it was taken
  public long take(K key) {
    ConsumptionProbe probe =
        buckets.get(key, owner -> rate.local()).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
  }

  /// What is said to who asked for too much.
  static Refusal refusal(long nanosToWait) {
    return Refusal.retryAfter(
        ErrorCode.RATE_LIMITED,
        "Too many requests, wait before the next",
        Duration.ofNanos(nanosToWait));
  }
}
