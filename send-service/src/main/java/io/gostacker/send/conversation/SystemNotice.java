package io.gostacker.send.conversation;

import io.gostacker.common.conversation.Role;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.record.LogRecord.MessageAppended;
import org.jspecify.annotations.Nullable;

/// Writes the `system` messages that tell of changes.
final class SystemNotice {
  /// How many users a notice names; beyond it says only how many.
  private static final int NAMED_USERS = 100;

  private final ConversationState state;
  private final DecisionContext context;
  private final long by;
  private final JsonBytes content = new JsonBytes(128);

  SystemNotice(ConversationState state, DecisionContext context, String event, long by) {
    this.state = state;
    this.context = context;
    this.by = by;
    content.raw("{\"type\":\"system\",\"event\":\"").raw(event).raw("\",\"by\":").id(by);
  }

  SystemNotice users(long... userIds) {
    content.raw(",\"userIds\":[");
    for (int i = 0; i < Math.min(userIds.length, NAMED_USERS); i++) {
      content.raw(i == 0 ? "" : ",").id(userIds[i]);
    }
    content.raw("],\"count\":").number(userIds.length);
    return this;
  }

  SystemNotice name(@Nullable String name) {
    if (name != null) {
      content.raw(",\"name\":").string(name);
    }
    return this;
  }

  SystemNotice role(Role role) {
    content.raw(",\"role\":\"").raw(MessageJson.lower(role)).raw("\"");
    return this;
  }

  SystemNotice until(long epochMillis) {
    content.raw(",\"until\":");
    if (epochMillis == 0) {
      content.raw("null");
    } else {
      content.time(epochMillis);
    }
    return this;
  }

  /// The message, with the next seq of the state; its ordinal does not move.
  MessageAppended message() {
    return message(state.nextSeq(context.epoch()));
  }

  private MessageAppended message(long seq) {
    return new MessageAppended(
        state.id,
        seq,
        state.lastOrdinal(),
        by,
        "",
        Decisions.SYSTEM_ID_PREFIX + seq,
        true,
        0,
        content.raw("}").toByteArray(),
        context.now());
  }
}
