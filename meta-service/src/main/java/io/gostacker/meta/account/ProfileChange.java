package io.gostacker.meta.account;

import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.name.DisplayName;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a user changes of the own profile: what is absent stays, an `avatarUrl` of null goes.
record ProfileChange(@Nullable String nickname, @Nullable JsonNode avatarUrl) {
  static final int MAX_NICKNAME = 64;
  private static final int MAX_URL = 1024;

  /// The account with the change.
  ///
  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  Account applyTo(Account account) {
    FieldErrors errors = new FieldErrors();
    if (nickname != null) {
      errors.note("nickname", DisplayName.flaw(nickname, MAX_NICKNAME));
    }
    if (avatarUrl != null && !avatarUrl.isNull()) {
      errors.require(
          avatarUrl.isString() && isWebAddress(avatarUrl.stringValue()),
          "avatarUrl",
          "must be an http or https address of at most " + MAX_URL + " characters, or null");
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

  private static boolean isWebAddress(String text) {
    if (text.length() > MAX_URL) {
      return false;
    }
    try {
      URI address = new URI(text);
      String scheme = address.getScheme();
      return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
          && address.getHost() != null
          && address.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
