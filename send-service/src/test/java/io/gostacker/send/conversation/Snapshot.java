package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.MessageJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// All that can be seen of a state, as text to compare.
final class Snapshot {

  private Snapshot() {}

  static String of(ConversationState state) {
    StringBuilder text = new StringBuilder(withoutMemory(state));
    for (long user = 1; user <= History.USERS; user++) {
      for (int id = 1; id <= History.CLIENT_IDS; id++) {
        text.append(state.recent().find(user, Run.clientId(id))).append('\n');
      }
    }
    for (int back = -2; back < 100; back++) {
      text.append(state.ordinalAt(state.lastSeq() - back)).append(' ');
    }
    return text.toString();
  }

  /// Without client ids and ordinals, which may reach back less far.
  static String withoutMemory(ConversationState state) {
    StringBuilder text = new StringBuilder();
    text.append(state.exists()).append(' ').append(Arrays.toString(state.memberIds()));
    text.append(state.nextSeq(100)).append(' ').append(state.lastOrdinal()).append('\n');
    for (long user = 1; user <= History.USERS; user++) {
      text.append(state.exclusions().bannedUntil(user, Run.AFTER)).append(' ');
      text.append(state.isBlocked(user)).append(' ');
    }
    for (long user : state.memberIds()) {
      text.append(state.member(user)).append(state.members().positions(user));
      text.append(state.visibleFrom(user)).append(json(state.view(user))).append('\n');
    }
    return text.toString();
  }

  private static String json(ConversationView view) {
    JsonBytes json = new JsonBytes(256);
    MessageJson.write(view, json);
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }
}
