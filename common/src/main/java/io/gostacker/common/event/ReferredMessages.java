package io.gostacker.common.event;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.event.Written.MessageKey;
import io.gostacker.common.event.Written.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Makes events whole: of a message the feed has only where it stands, the rest comes from table
/// `message`.
///
/// Who sees an event sees its message, since one transaction wrote both. A message is missing only
/// if it was deleted since; then the event tells that it is gone, since ids have no holes.
final class ReferredMessages {
  private static final Logger log = LoggerFactory.getLogger(ReferredMessages.class);

  /// Events that are made whole at once: some 1.6 MB if all are the largest messages.
  private static final int CHUNK = 100;

  /// By the primary key: MySQL and MariaDB make ranges of it.
  private static final String ROWS =
      """
      SELECT conversation_id, seq, sender_id, client_message_id, content, sent_at, target_seq
      FROM message WHERE (conversation_id, seq) IN (%s)
      """;

  private final JdbcClient jdbc;

  ReferredMessages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Makes as many whole, from the first on, as `maxBytes` have room for, and one more. Blocks.
  List<Event> tell(List<Written> written, int maxBytes) {
    List<Event> told = new ArrayList<>(written.size());
    int bytes = 0;
    Map<MessageKey, Event> messages = Map.of();
    for (int i = 0; i < written.size() && bytes < maxBytes; i++) {
      if (i % CHUNK == 0) {
        messages = load(written.subList(i, Math.min(written.size(), i + CHUNK)));
      }
      Event event = tell(written.get(i), messages);
      told.add(event);
      bytes += event.json().length;
    }
    return told;
  }

  private static Event tell(Written written, Map<MessageKey, Event> messages) {
    return switch (written) {
      case Written.Whole whole -> whole.event();
      case Reference reference -> {
        Event message = messages.get(reference.message());
        yield message == null ? gone(reference) : message;
      }
    };
  }

  private static Event gone(Reference reference) {
    MessageKey key = reference.message();
    return Event.of(
        Event.begin("message.gone", reference.at(), 64)
            .raw(",\"conversationId\":")
            .id(key.conversationId())
            .raw(",\"seq\":")
            .number(key.seq()));
  }

  private Map<MessageKey, Event> load(List<Written> chunk) {
    List<Long> keys =
        chunk.stream()
            .flatMap(each ->
                each instanceof Reference(MessageKey key, long at)
                    ? Stream.of(key.conversationId(), key.seq())
                    : Stream.empty())
            .toList();
    if (keys.isEmpty()) {
      return Map.of();
    }
    Map<MessageKey, Event> messages = new HashMap<>();
    String places = "(?,?)" + ",(?,?)".repeat(keys.size() / 2 - 1);
    jdbc.sql(ROWS.formatted(places))
        .params(keys)
        .query(row -> {
          Message message = message(row);
          messages.put(
              new MessageKey(message.conversationId(), message.seq()), Event.ofMessage(message));
        });
    int gone = keys.size() / 2 - messages.size();
    if (gone > 0) {
      log.warn("{} messages were deleted before a reader of the event feed came to them", gone);
    }
    return messages;
  }

  private static Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        row.getBytes(5),
        row.getLong(6),
        row.getLong(7));
  }
}
