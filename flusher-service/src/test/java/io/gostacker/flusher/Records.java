package io.gostacker.flusher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.MessageAppended;

/// Records as the send service makes them.
final class Records {
  static final long SENT_AT = 1_800_000_000_000L;

  private Records() {}

  static MessageAppended text(long conversation, long seq, long ordinal, long sender) {
    return text(conversation, seq, ordinal, sender, "{\"type\":\"text\",\"text\":\"" + seq + "\"}");
  }

  static MessageAppended text(
      long conversation, long seq, long ordinal, long sender, String content) {
    return new MessageAppended(
        conversation,
        seq,
        ordinal,
        sender,
        "phone",
        "c-" + conversation + "-" + seq,
        false,
        0,
        content.getBytes(UTF_8),
        SENT_AT + seq);
  }

  static MessageAppended notice(long conversation, long seq, long ordinal, long by) {
    return new MessageAppended(
        conversation,
        seq,
        ordinal,
        by,
        "",
        "system-" + seq,
        true,
        0,
        "{\"type\":\"system\"}".getBytes(UTF_8),
        SENT_AT + seq);
  }

  static ConversationCreated group(long conversation, long owner, long... members) {
    return new ConversationCreated(
        conversation,
        ConversationType.GROUP,
        "group " + conversation,
        owner,
        members,
        JoinPolicy.OPEN,
        HistoryPolicy.JOINED,
        "{\"a\":1}".getBytes(UTF_8),
        SENT_AT,
        notice(conversation, 1, 0, owner));
  }

  static ConversationCreated direct(long conversation, long low, long high) {
    return new ConversationCreated(
        conversation,
        ConversationType.DIRECT,
        null,
        0,
        new long[] {low, high},
        JoinPolicy.INVITE,
        HistoryPolicy.JOINED,
        null,
        SENT_AT,
        null);
  }
}
