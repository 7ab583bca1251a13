package io.gostacker.meta.login;

import static java.util.Objects.requireNonNull;

import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.password.PasswordRules;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/users/me/password`.
@RestController
final class PasswordController {
  private final PasswordChange change;

  PasswordController(PasswordChange change) {
    this.change = change;
  }

  record Request(@Nullable String currentPassword, @Nullable String newPassword) {

    /// Without the passwords.
    @Override
    public String toString() {
      return "Request";
    }
  }

  @PutMapping("/api/v1/users/me/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void change(@Caller AccessToken caller, @RequestBody Request request) {
    new FieldErrors()
        .require(request.currentPassword() != null, "currentPassword", "is needed")
        .note("newPassword", PasswordRules.flaw(request.newPassword()))
        .refuse();
    change.change(
        caller, requireNonNull(request.currentPassword()), requireNonNull(request.newPassword()));
  }
}
