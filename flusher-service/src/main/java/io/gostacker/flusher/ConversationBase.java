package io.gostacker.flusher;

import io.gostacker.common.record.LogRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/// What must be known of a conversation before records that speak of it are folded: who joins or
/// leaves without a notice does so at the last seq, and who hands over is the owner.
record ConversationBase(long conversationId, long lastSeq, long lastOrdinal, long ownerId) {
  private static final int CHUNK = 1_000;

  static ConversationBase none(long conversationId) {
    return new ConversationBase(conversationId, 0, 0, 0);
  }

  /// Those that the records need, as far as they have a row. Inside the flush's transaction.
  static Map<Long, ConversationBase> load(JdbcTemplate jdbc, List<PlacedRecord> records) {
    List<Long> ids =
        records.stream()
            .map(PlacedRecord::logRecord)
            .filter(ConversationBase::isNeeded)
            .map(LogRecord::conversationId)
            .distinct()
            .sorted()
            .toList();
    Map<Long, ConversationBase> bases = HashMap.newHashMap(ids.size());
    for (int from = 0; from < ids.size(); from += CHUNK) {
      List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
      select(jdbc, chunk, bases);
    }
    return bases;
  }

  private static void select(JdbcTemplate jdbc, List<Long> ids, Map<Long, ConversationBase> bases) {
    String places = ids.stream().map(id -> "?").collect(Collectors.joining(","));
    jdbc.query(
        "SELECT conversation_id, last_seq, last_ordinal, owner_id FROM conversation"
            + " WHERE conversation_id IN ("
            + places
            + ")",
        row -> {
          bases.put(
              row.getLong(1),
              new ConversationBase(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
        },
        ids.toArray());
  }

  private static boolean isNeeded(LogRecord logRecord) {
    return switch (logRecord) {
      case LogRecord.MembersJoined joined -> true;
      case LogRecord.MemberLeft left -> true;
      case LogRecord.MemberChanged changed -> true;
      case LogRecord.ConversationDisbanded disbanded -> true;
      case LogRecord.MessageAppended message -> false;
      case LogRecord.ConversationCreated created -> false;
      case LogRecord.ConversationChanged changed -> false;
      case LogRecord.ExclusionChanged changed -> false;
      case LogRecord.ReadMoved read -> false;
      case LogRecord.DeliveredMoved delivered -> false;
      case LogRecord.Unreadable unreadable -> false;
    };
  }
}
