package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.Role;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.transport.Command;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.name.DisplayName;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `PATCH /conversations/{id}/members/{userId}`: what is absent stays; a nickname or
/// mute of null ends it, and so does an empty nickname.
record MemberChangeRequest(
    @Nullable String role, @Nullable JsonNode nickname, @Nullable JsonNode mutedUntil) {
  private static final int MAX_NICKNAME = 64;

  /// The last moment that the contract's time format can say: the end of the year 9999.
  private static final long LAST_MOMENT = 253_402_300_799_999L;

  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  Command.ChangeMember command(long conversationId, long actorId, long userId) {
    FieldErrors errors = new FieldErrors();
    Role newRole = Fields.oneOf(errors, "role", role, Role.values());
    String newNickname = newNickname(errors);
    Long newMute = newMute(errors);
    errors.refuse();
    return new Command.ChangeMember(conversationId, actorId, userId, newRole, newNickname, newMute);
  }

  private @Nullable String newNickname(FieldErrors errors) {
    if (nickname == null) {
      return null;
    }
    if (nickname.isNull()) {
      return "";
    }
    if (!nickname.isString()) {
      errors.note("nickname", "must be a string or null");
      return null;
    }
    String text = nickname.stringValue();
    if (!text.isEmpty()) {
      errors.note("nickname", DisplayName.flaw(text, MAX_NICKNAME));
    }
    return text;
  }

  private @Nullable Long newMute(FieldErrors errors) {
    if (mutedUntil == null) {
      return null;
    }
    if (mutedUntil.isNull()) {
      return 0L;
    }
    Long until = mutedUntil.isString() ? time(mutedUntil.stringValue()) : null;
    errors.require(
        until != null, "mutedUntil", "must be a time like 2026-11-23T14:16:05.123Z, or null");
    return until;
  }

  private static @Nullable Long time(String text) {
    try {
      long millis = Rfc3339.parse(text);
      return millis < 0 || millis > LAST_MOMENT ? null : millis;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
