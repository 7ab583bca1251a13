package io.gostacker.send.conversation;

import io.gostacker.common.conversation.Role;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.record.LogRecord.MessageAppended;
import org.jspecify.annotations.Nullable;

/// Writes the `system` messages that tell of changes.
final class SystemNotice {
  private static final String ID_PREFIX = "system-";

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

  /// Whether a message is a notice: those are not remembered by their client ids. What the app's
  /// back end says as the system is `system` too, but never has such an id; users may.
  static boolean isNotice(boolean system, String clientMessageId) {
    return system && isNoticeId(clientMessageId);
  }

  /// Whether this is `system-` and a number.
  static boolean isNoticeId(String clientMessageId) {
    return clientMessageId.startsWith(ID_PREFIX)
        && clientMessageId.length() > ID_PREFIX.length()
        && clientMessageId.chars().skip(ID_PREFIX.length()).allMatch(c -> c >= '0' && c <= '9');
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

  /// Until when a member is muted; without it the mute has ended.
  SystemNotice until(long epochMillis) {
    if (epochMillis != 0) {
      content.raw(",\"until\":").time(epochMillis);
    }
    return this;
  }

  /// The message, with the next seq of the state; its ordinal does not move.
  MessageAppended message() {
    return message(state.nextSeq(context.epoch()));
  }

  MessageAppended message(long seq) {
    return new MessageAppended(
        state.id,
        seq,
        state.lastOrdinal(),
        by,
        "",
        ID_PREFIX + seq,
        true,
        0,
        content.raw("}").toByteArray(),
        context.now());
  }
}
