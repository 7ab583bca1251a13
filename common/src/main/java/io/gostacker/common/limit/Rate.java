package io.gostacker.common.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/// A token bucket's measures: so many at once, and it fills up evenly.
///
/// @param burst how many it holds
/// @param count how many come in `period`
public record Rate(int burst, int count, Duration period) {

  public static Rate perSecond(int burst, int count) {
    return new Rate(burst, count, Duration.ofSeconds(1));
  }

  /// A minute's worth at once.
  public static Rate perMinute(int count) {
    return new Rate(count, count, Duration.ofMinutes(1));
  }

  Bandwidth bandwidth() {
    return Bandwidth.builder().capacity(burst).refillGreedy(count, period).build();
  }

  BucketConfiguration configuration() {
    return BucketConfiguration.builder().addLimit(bandwidth()).build();
  }

  /// A full bucket in this process's memory.
  Bucket local() {
    return Bucket.builder().addLimit(bandwidth()).build();
  }

  /// How long a bucket takes to be full: after that it need not be remembered.
  Duration fillTime() {
    return period.multipliedBy(burst).dividedBy(count).plusSeconds(1);
  }
}
