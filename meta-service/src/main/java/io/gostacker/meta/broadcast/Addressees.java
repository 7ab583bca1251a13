package io.gostacker.meta.broadcast;

import io.gostacker.common.id.Ids;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.broadcast.Audience.All;
import io.gostacker.meta.broadcast.Audience.InConversation;
import io.gostacker.meta.broadcast.Audience.Users;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The `to` of a request.
///
/// @param userIds with [Users] their ids, ascending, distinct, without the sender's; else empty
record Addressees(Audience audience, long[] userIds) {
  private static final int MAX_IDS = 100_000;
  private static final long[] NOBODY = {};

  /// What the JSON says; null, and noted, when it is none.
  static @Nullable Addressees read(FieldErrors errors, @Nullable JsonNode to, long senderId) {
    if (to != null && to.isString() && to.stringValue().equals("all")) {
      return new Addressees(new All(), NOBODY);
    }
    if (to != null && to.isObject() && to.has("userIds") != to.has("conversationId")) {
      return to.has("userIds")
          ? users(errors, to.path("userIds"), senderId)
          : conversation(errors, to.path("conversationId"));
    }
    errors.note("to", "must be \"all\", {\"userIds\": [\"…\"]} or {\"conversationId\": \"…\"}");
    return null;
  }

  private static @Nullable Addressees conversation(FieldErrors errors, JsonNode node) {
    long id = id(node);
    errors.require(
        id != Ids.NONE, "to.conversationId", "must be a conversation id, a decimal string");
    return id == Ids.NONE ? null : new Addressees(new InConversation(id), NOBODY);
  }

  private static @Nullable Addressees users(FieldErrors errors, JsonNode list, long senderId) {
    if (!list.isArray() || list.size() > MAX_IDS) {
      errors.note("to.userIds", "must be a list of at most " + MAX_IDS + " user ids");
      return null;
    }
    long[] ids = new long[list.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id(list.get(i));
      errors.require(
          ids[i] != Ids.NONE, "to.userIds[" + i + "]", "must be a user id, a decimal string");
    }
    long[] others = Arrays.stream(ids).sorted().distinct().filter(id -> id != senderId).toArray();
    return new Addressees(new Users(others.length), others);
  }

  private static long id(JsonNode node) {
    return node.isString() ? Ids.parse(node.stringValue()) : Ids.NONE;
  }
}
