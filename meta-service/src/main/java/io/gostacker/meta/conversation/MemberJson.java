package io.gostacker.meta.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.json.Rfc3339;
import org.jspecify.annotations.Nullable;

/// A member in JSON.
///
/// @param nickname the name in this conversation, else the user's; null when the user is gone
/// @param mutedUntil absent when not muted
record MemberJson(
    String userId,
    String role,
    @Nullable String nickname,
    String joinedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String mutedUntil) {

  /// @param userNickname the user's own nickname
  /// @param now epoch milliseconds; a mute that is over is none
  static MemberJson of(MemberView member, @Nullable String userNickname, long now) {
    return new MemberJson(
        Long.toString(member.userId()),
        MessageJson.lower(member.role()),
        member.nickname() == null ? userNickname : member.nickname(),
        Rfc3339.format(member.joinedAt()),
        member.mutedUntil() > now ? Rfc3339.format(member.mutedUntil()) : null);
  }
}
