package io.gostacker.meta.login;

import static java.util.Objects.requireNonNull;

import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.account.UserNames;
import io.gostacker.meta.name.DisplayName;
import io.gostacker.meta.password.PasswordRules;
import org.jspecify.annotations.Nullable;

/// The body of `register`.
record RegisterRequest(
    @Nullable String username, @Nullable String password, @Nullable String nickname) {
  private static final int MAX_NICKNAME = 64;

  /// A request that has passed the rules.
  record Valid(String username, String password, String nickname) {

    /// Without the password.
    @Override
    public String toString() {
      return username;
    }
  }

  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  Valid validated() {
    FieldErrors errors =
        new FieldErrors()
            .note("username", UserNames.flaw(username))
            .note("password", PasswordRules.flaw(password));
    if (nickname != null) {
      errors.note("nickname", DisplayName.flaw(nickname, MAX_NICKNAME));
    }
    errors.refuse();
    return new Valid(
        requireNonNull(username), requireNonNull(password), nickname == null ? username : nickname);
  }

  /// Without the password.
  @Override
  public String toString() {
    return "RegisterRequest";
  }
}
