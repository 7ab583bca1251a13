package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationLimits;
import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.name.DisplayName;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /conversations`.
public record CreateRequest(
    @Nullable String type,
    @Nullable String name,
    @Nullable List<@Nullable String> memberIds,
    @Nullable String joinPolicy,
    @Nullable String history,
    @Nullable JsonNode ext) {
  static final int MAX_NAME = 128;

  /// A request that has passed the rules; the members are still to be looked for.
  ///
  /// @param name null for a direct conversation, whatever was asked for, and for what has no name
  /// @param memberIds the creator included, ascending, distinct
  record Valid(
      ConversationType type,
      @Nullable String name,
      long[] memberIds,
      JoinPolicy joinPolicy,
      HistoryPolicy history,
      byte @Nullable [] ext) {}

  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  Valid validated(long creatorId, Ext exts, ConversationLimits settings) {
    FieldErrors errors = new FieldErrors();
    ConversationType kind = Fields.oneOf(errors, "type", type, ConversationType.values());
    if (type == null) {
      errors.note("type", "is needed: \"direct\", \"group\" or \"channel\"");
    }
    if (kind == null) {
      errors.refuse();
      throw new IllegalStateException("a missing type is refused");
    }
    long[] members = members(errors, kind, creatorId, settings);
    JoinPolicy policy = Fields.oneOf(errors, "joinPolicy", joinPolicy, JoinPolicy.values());
    HistoryPolicy seen = Fields.oneOf(errors, "history", history, HistoryPolicy.values());
    byte[] extBytes = exts.bytes(errors, ext);
    if (kind != ConversationType.DIRECT && name != null) {
      errors.note("name", DisplayName.flaw(name, MAX_NAME));
    }
    errors.refuse();
    return kind == ConversationType.DIRECT
        ? new Valid(kind, null, members, JoinPolicy.INVITE, HistoryPolicy.ALL, extBytes)
        : new Valid(
            kind,
            name,
            members,
            policy == null ? JoinPolicy.INVITE : policy,
            seen == null ? defaultHistory(kind) : seen,
            extBytes);
  }

  private long[] members(
      FieldErrors errors, ConversationType kind, long creatorId, ConversationLimits settings) {
    int room =
        switch (kind) {
          case DIRECT -> 2;
          case GROUP -> settings.groupMembers();
          case CHANNEL -> settings.channelMembers();
        };
    long[] others = Fields.ids(errors, "memberIds", memberIds, Math.min(room, Fields.MAX_IDS));
    long[] all = Arrays.copyOf(others, others.length + 1);
    all[others.length] = creatorId;
    long[] members = Arrays.stream(all).sorted().distinct().toArray();
    if (kind == ConversationType.DIRECT) {
      errors.require(
          members.length == 2, "memberIds", "must name exactly one other user for type \"direct\"");
    }
    errors.require(members.length <= room, "memberIds", "may make at most " + room + " members");
    return members;
  }

  private static HistoryPolicy defaultHistory(ConversationType kind) {
    return kind == ConversationType.CHANNEL ? HistoryPolicy.ALL : HistoryPolicy.JOINED;
  }
}
