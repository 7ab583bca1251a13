package io.gostacker.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.send.store.MessageStore;
import io.gostacker.testkit.backend.Backends;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Messages that MySQL refused and the flusher set aside.
class SetAsideMessagesTest {
  private static final long CHAT = 7001;

  private final JdbcClient jdbc = JdbcClient.create(Backends.freshDatabase());
  private final MessageStore store = new MessageStore(jdbc);

  @Test
  void theyStandInTheHistoryAsTheyWereSent() {
    insert(message(1));
    setAside(2, BatchCodec.encodeRecord(message(2)));
    insert(message(3));
    List<Message> all = store.ascending(CHAT, 1, 9, 10);
    assertThat(all).extracting(Message::seq).containsExactly(1L, 2L, 3L);
    Message second = all.get(1);
    assertThat(second.senderId()).isEqualTo(11);
    assertThat(second.clientMessageId()).isEqualTo("m2");
    assertThat(new String(second.content(), StandardCharsets.UTF_8))
        .isEqualTo("{\"type\":\"text\",\"text\":\"2\"}");
    assertThat(store.descending(CHAT, 2, 9, 1)).extracting(Message::seq).containsExactly(3L);
    assertThat(store.descending(CHAT, 1, 2, 1)).extracting(Message::seq).containsExactly(2L);
  }

  @Test
  void whatNobodyCanReadIsLeftOut() {
    insert(message(1));
    setAside(2, new byte[] {99, 1, 2, 3});
    assertThat(store.ascending(CHAT, 1, 9, 10)).extracting(Message::seq).containsExactly(1L);
  }

  private static MessageAppended message(long seq) {
    byte[] content =
        ("{\"type\":\"text\",\"text\":\"" + seq + "\"}").getBytes(StandardCharsets.UTF_8);
    return new MessageAppended(CHAT, seq, seq, 11, "phone", "m" + seq, false, 0, content, 1000);
  }

  private void insert(MessageAppended message) {
    jdbc.sql(
            """
            INSERT INTO message (conversation_id, seq, sender_id, client_message_id, ordinal,
              content, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            message.conversationId(),
            message.seq(),
            message.senderId(),
            message.clientMessageId(),
            message.ordinal(),
            message.content(),
            message.sentAt())
        .update();
  }

  private void setAside(long seq, byte[] bytes) {
    jdbc.sql(
            """
            INSERT INTO message_dead (shard, log_offset, position, conversation_id, seq, record,
              reason, set_aside_at) VALUES (0, ?, 0, ?, ?, ?, 'refused', 0)
            """)
        .params(seq, CHAT, seq, bytes)
        .update();
  }
}
