package io.gostacker.meta.account;

import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.name.DisplayName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a user changes of the own profile: what is absent stays, an `avatarUrl` of null goes.
record ProfileChange(@Nullable String nickname, @Nullable JsonNode avatarUrl) {
  static final int MAX_NICKNAME = 64;

  /// The account with the change.
  ///
  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  Account applyTo(Account account) {
    FieldErrors errors = new FieldErrors();
    if (nickname != null) {
      errors.note("nickname", DisplayName.flaw(nickname, MAX_NICKNAME));
    }
    if (avatarUrl != null && !avatarUrl.isNull()) {
      errors.note(
          "avatarUrl", WebAddress.flaw(avatarUrl.isString() ? avatarUrl.stringValue() : null));
    }
    errors.refuse();
    return new Account(
        account.userId(),
        account.username(),
        nickname == null ? account.nickname() : nickname,
        avatarUrl == null
            ? account.avatarUrl()
            : avatarUrl.isNull() ? null : avatarUrl.stringValue());
  }
}
