package io.gostacker.flusher;

import io.gostacker.common.record.LogRecord.MessageAppended;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes `message`. Only ever inserts: a seq that has its row already was given twice, and the
/// second message is refused and set aside instead of replacing the first.
final class MessageRows {
  private static final MultiRowStatement INSERT =
      new MultiRowStatement(
          """
          INSERT INTO message (conversation_id, seq, sender_id, sender_device, client_message_id,
            kind, ordinal, target_seq, content, sent_at)\
          """,
          10,
          "");

  private static final int SYSTEM = 1;
  private static final int ROW_OVERHEAD = 200;

  private final JdbcTemplate jdbc;

  MessageRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void write(List<MessageAppended> messages) {
    INSERT.run(
        jdbc,
        messages,
        message -> ROW_OVERHEAD + message.content().length,
        (values, message) ->
            values
                .number(message.conversationId())
                .number(message.seq())
                .number(message.senderId())
                .text(message.senderDevice())
                .text(message.clientMessageId())
                .number(message.system() ? SYSTEM : 0)
                .number(message.ordinal())
                .number(message.targetSeq())
                .bytes(message.content())
                .number(message.sentAt()));
  }
}
