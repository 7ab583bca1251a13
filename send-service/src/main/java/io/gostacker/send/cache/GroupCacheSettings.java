package io.gostacker.send.cache;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When a change of a conversation or its members counts as made, `gostacker.group-cache.*`.
///
/// @param enabled true: as soon as it is in the log; MySQL follows in batches, and Redis keeps
///   states ready. false: as soon as it is in MySQL, and Redis keeps none
/// @param flushInterval how often states that changed are put into Redis; 10 ms to 1 min
/// @param batchSize how many of one shard at a time; 1 to 10,000
/// @param ttl how long Redis keeps one that is not put again; 10 s to 24 h
@ConfigurationProperties("gostacker.group-cache")
public record GroupCacheSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("1s") Duration flushInterval,
    @DefaultValue("200") int batchSize,
    @DefaultValue("10m") Duration ttl) {

  public GroupCacheSettings {
    require(
        flushInterval.toMillis() >= 10 && flushInterval.toMinutes() <= 1,
        "flush-interval must be 10ms to 1m");
    require(batchSize >= 1 && batchSize <= 10_000, "batch-size must be 1 to 10000");
    require(ttl.toSeconds() >= 10 && ttl.toHours() <= 24, "ttl must be 10s to 24h");
  }

  /// What everything is unless told otherwise.
  public static GroupCacheSettings defaults() {
    return new GroupCacheSettings(true, Duration.ofSeconds(1), 200, Duration.ofMinutes(10));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("gostacker.group-cache." + what);
    }
  }
}
