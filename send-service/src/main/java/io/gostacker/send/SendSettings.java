package io.gostacker.send;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How the send service works, `gostacker.send.*`.
///
/// @param threads event loops that the shards are spread over; 1 to 64
/// @param batchCommands commands decided together at most; 1 to 10,000
/// @param batchBytes content in one entry of the log at most, one message more included
/// @param queue commands that may wait in one shard before `overloaded` is answered
/// @param patience how long a command waits for the log or MySQL before `unavailable` is answered
/// @param poll how often an owner looks whether somebody else appended, also when idle
/// @param loadedConversations conversations in memory, over all shards
/// @param unflushedRecords records of one shard that MySQL may be behind before `overloaded`
/// @param unflushedMemory memory for those of all shards; 0 for a quarter of the heap
/// @param receiptMembers up to how many members a group may have whose receipts and typing go to
///   all
@ConfigurationProperties("gostacker.send")
public record SendSettings(
    @DefaultValue("1") int threads,
    @DefaultValue("512") int batchCommands,
    @DefaultValue("512KB") DataSize batchBytes,
    @DefaultValue("20000") int queue,
    @DefaultValue("2s") Duration patience,
    @DefaultValue("500ms") Duration poll,
    @DefaultValue("50000") int loadedConversations,
    @DefaultValue("500000") int unflushedRecords,
    @DefaultValue("0B") DataSize unflushedMemory,
    @DefaultValue("100") int receiptMembers) {

  public SendSettings {
    require(threads >= 1 && threads <= 64, "threads must be 1 to 64");
    require(batchCommands >= 1 && batchCommands <= 10_000, "batch-commands must be 1 to 10000");
    require(queue >= 1, "queue must be at least 1");
    require(patience.toMillis() >= 100, "patience must be at least 100ms");
    require(poll.toMillis() >= 10, "poll must be at least 10ms");
    require(loadedConversations >= 64, "loaded-conversations must be at least 64");
    require(unflushedRecords >= 1, "unflushed-records must be at least 1");
  }

  /// What everything is unless told otherwise.
  public static SendSettings defaults() {
    return new SendSettings(
        1,
        512,
        DataSize.ofKilobytes(512),
        20_000,
        Duration.ofSeconds(2),
        Duration.ofMillis(500),
        50_000,
        500_000,
        DataSize.ofBytes(0),
        100);
  }

  /// [#unflushedMemory] with 0 resolved.
  public long unflushedBytes() {
    long given = unflushedMemory.toBytes();
    return given > 0 ? given : Runtime.getRuntime().maxMemory() / 4;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("gostacker.send." + what);
    }
  }
}
