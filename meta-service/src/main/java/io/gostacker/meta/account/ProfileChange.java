package io.gostacker.meta.account;

import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.name.DisplayName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a user changes of the own profile: what is absent stays, an `avatarUrl` of null goes.
record ProfileChange(@Nullable String nickname, @Nullable JsonNode avatarUrl) {
  static final int MAX_NICKNAME = 64;

  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  void validate() {
    FieldErrors errors = new FieldErrors();
    if (nickname != null) {
      errors.note("nickname", DisplayName.flaw(nickname, MAX_NICKNAME));
    }
    if (avatarUrl != null && !avatarUrl.isNull()) {
      errors.note(
          "avatarUrl", WebAddress.flaw(avatarUrl.isString() ? avatarUrl.stringValue() : null));
    }
    errors.refuse();
  }

  /// The picture of a valid change; null when it goes or stays.
  @Nullable String newAvatarUrl() {
    return avatarUrl == null || avatarUrl.isNull() ? null : avatarUrl.stringValue();
  }
}
