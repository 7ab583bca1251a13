package io.gostacker.flusher;

import io.gostacker.common.record.LogRecord.Unreadable;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes records as rows, all or none of them: inside the flush's transaction.
final class RecordWriter {
  private final JdbcTemplate jdbc;
  private final MessageRows messages;
  private final ConversationRows conversations;
  private final MemberRows members;
  private final ExclusionRows exclusions;
  private final DeadRecords dead;

  RecordWriter(JdbcTemplate jdbc, DeadRecords dead) {
    this.jdbc = jdbc;
    this.messages = new MessageRows(jdbc);
    this.conversations = new ConversationRows(jdbc);
    this.members = new MemberRows(jdbc);
    this.exclusions = new ExclusionRows(jdbc);
    this.dead = dead;
  }

  /// @param records in the order of the log, each written once for ever
  void write(int shard, List<PlacedRecord> records) {
    Fold fold = new Fold(ConversationBase.load(jdbc, records));
    records.forEach(fold::apply);
    messages.write(fold.messages());
    conversations.write(shard, fold.conversations());
    members.write(fold.conversations());
    exclusions.write(fold.exclusions());
    for (PlacedRecord placed : fold.unreadable()) {
      String reason = placed.logRecord() instanceof Unreadable bytes ? bytes.reason() : "";
      dead.setAside(shard, placed, reason);
    }
  }
}
