package io.gostacker.flusher;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How the logs are carried to MySQL, `gostacker.flusher.*`.
///
/// @param interval between two looks at the logs while they grow; 10 ms to 10 s
/// @param idleInterval up to which that stretches while nothing comes; `interval` to 60 s
/// @param workers threads that the shards are spread over; 1 to 64
/// @param batchRows after how many rows a transaction ends with the entry that it is at; 1 to
///   20,000
/// @param batchBytes after how many bytes of entries it does; 64 KB to 64 MB
/// @param retention how long entries stay in the log after they were flushed; 0 to 1 h. A takeover
///   fans out what is retained
@ConfigurationProperties("gostacker.flusher")
public record FlusherSettings(
    @DefaultValue("100ms") Duration interval,
    @DefaultValue("500ms") Duration idleInterval,
    @DefaultValue("2") int workers,
    @DefaultValue("2000") int batchRows,
    @DefaultValue("4MB") DataSize batchBytes,
    @DefaultValue("30s") Duration retention) {

  public FlusherSettings {
    within("interval", "10ms to 10s", interval.toMillis(), 10, 10_000);
    within(
        "idle-interval", "interval to 60s", idleInterval.toMillis(), interval.toMillis(), 60_000);
    within("workers", "1 to 64", workers, 1, 64);
    within("batch-rows", "1 to 20000", batchRows, 1, 20_000);
    within("batch-bytes", "64KB to 64MB", batchBytes.toKilobytes(), 64, 64 * 1024);
    within("retention", "0s to 1h", retention.toSeconds(), 0, 3600);
  }

  private static void within(String key, String range, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException("gostacker.flusher." + key + " must be " + range);
    }
  }
}
