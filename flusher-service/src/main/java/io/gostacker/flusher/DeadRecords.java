package io.gostacker.flusher;

import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.MessageAppended;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes `message_dead`: what MySQL refused or nobody can read, with its bytes, so that it neither
/// is lost nor stops what comes after it. Inside the flush's transaction.
final class DeadRecords {
  private static final Logger log = LoggerFactory.getLogger(DeadRecords.class);
  private static final int MAX_REASON = 512;

  private static final MultiRowStatement INSERT =
      new MultiRowStatement(
          """
          INSERT INTO message_dead (shard, log_offset, position, conversation_id, seq, record,
            reason, set_aside_at)\
          """,
          8,
          """
          ON DUPLICATE KEY UPDATE record = VALUES(record), reason = VALUES(reason),
            set_aside_at = VALUES(set_aside_at)\
          """);

  private final JdbcTemplate jdbc;
  private final InstantSource clock;
  private final FlusherMeters meters;

  DeadRecords(JdbcTemplate jdbc, InstantSource clock, FlusherMeters meters) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.meters = meters;
  }

  void setAside(int shard, PlacedRecord placed, String reason) {
    LogRecord logRecord = placed.logRecord();
    MessageAppended message = logRecord.message();
    byte[] bytes = BatchCodec.encodeRecord(logRecord);
    String shown = reason.substring(0, Math.min(MAX_REASON, reason.length()));
    INSERT.run(
        jdbc,
        List.of(placed),
        (values, row) ->
            values
                .number(shard)
                .number(row.offset())
                .number(row.position())
                .number(logRecord.conversationId())
                .number(message == null ? 0 : message.seq())
                .bytes(bytes)
                .text(shown)
                .number(clock.millis()));
    meters.setAside();
    log.error(
        "Set aside in message_dead: record {} of entry {} of shard {}, conversation {}: {}",
        placed.position(),
        placed.offset(),
        shard,
        logRecord.conversationId(),
        shown);
  }
}
