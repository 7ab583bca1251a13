package io.gostacker.send.store;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord.MessageAppended;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads ranges of messages from MySQL, those that were set aside included. All methods block.
public final class MessageStore {
  /// One round trip for both tables; a conversation without set-aside messages costs one look into
  /// an index.
  private static final String RANGE =
      """
      (SELECT seq, sender_id, client_message_id, content, sent_at, target_seq, NULL AS dead
       FROM message WHERE conversation_id = ? AND seq BETWEEN ? AND ? ORDER BY seq %1$s LIMIT ?)
      UNION ALL
      (SELECT seq, 0, '', '', 0, 0, record
       FROM message_dead WHERE conversation_id = ? AND seq BETWEEN ? AND ? ORDER BY seq %1$s LIMIT ?)
      ORDER BY seq %1$s LIMIT ?
      """;

  private static final String ASCENDING = RANGE.formatted("ASC");
  private static final String DESCENDING = RANGE.formatted("DESC");

  private final JdbcClient jdbc;

  public MessageStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The lowest `limit` messages with `fromSeq` to `toSeq`, ascending.
  public List<Message> ascending(long conversationId, long fromSeq, long toSeq, int limit) {
    return range(ASCENDING, conversationId, fromSeq, toSeq, limit);
  }

  /// The highest `limit` messages with `fromSeq` to `toSeq`, descending.
  public List<Message> descending(long conversationId, long fromSeq, long toSeq, int limit) {
    return range(DESCENDING, conversationId, fromSeq, toSeq, limit);
  }

  private List<Message> range(String sql, long id, long fromSeq, long toSeq, int limit) {
    return jdbc
        .sql(sql)
        .params(id, fromSeq, toSeq, limit, id, fromSeq, toSeq, limit, limit)
        .query((row, number) -> message(id, row))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /// Empty for a record that nobody can read.
  private static Optional<Message> message(long conversationId, ResultSet row) throws SQLException {
    byte[] dead = row.getBytes("dead");
    if (dead != null) {
      return Optional.ofNullable(BatchCodec.decodeRecord(dead).message())
          .map(MessageAppended::view);
    }
    return Optional.of(stored(conversationId, row));
  }

  private static Message stored(long conversationId, ResultSet row) throws SQLException {
    return new Message(
        conversationId,
        row.getLong("seq"),
        row.getLong("sender_id"),
        row.getString("client_message_id"),
        row.getBytes("content"),
        row.getLong("sent_at"),
        row.getLong("target_seq"));
  }
}
