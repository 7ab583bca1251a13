package io.gostacker.meta.login;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import io.gostacker.meta.account.Account;
import io.gostacker.meta.session.Granted;
import io.gostacker.meta.session.Sessions;
import io.gostacker.meta.token.AccessTokens;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/auth`.
@RestController
@RequestMapping("/api/v1/auth")
final class AuthController {
  /// Who registers and logs in by name belongs to the first app.
  private static final int APP = 1;

  private final Registration registration;
  private final Login login;
  private final Sessions sessions;
  private final AccessTokens accessTokens;

  AuthController(
      Registration registration, Login login, Sessions sessions, AccessTokens accessTokens) {
    this.registration = registration;
    this.login = login;
    this.sessions = sessions;
    this.accessTokens = accessTokens;
  }

  record Registered(String userId, @Nullable String username, String nickname) {}

  @PostMapping("/register")
  @ResponseStatus(HttpStatus.CREATED)
  Registered register(@RequestBody RegisterRequest request) {
    Account account = registration.register(APP, request.validated());
    return new Registered(Long.toString(account.userId()), account.username(), account.nickname());
  }

  /// @param expiresIn seconds until the access token expires
  record Tokens(
      String accessToken, String refreshToken, long expiresIn, String userId, String deviceId) {

    /// Without the secrets.
    @Override
    public String toString() {
      return "Tokens[" + userId + "]";
    }
  }

  @PostMapping("/login")
  Tokens login(@RequestBody LoginRequest request) {
    return tokens(login.login(APP, request.validated()));
  }

  record RefreshRequest(@Nullable String refreshToken) {

    /// Without the secret.
    @Override
    public String toString() {
      return "RefreshRequest";
    }
  }

  @PostMapping("/refresh")
  Tokens refresh(@RequestBody RefreshRequest request) {
    if (request.refreshToken() == null) {
      throw Refusal.invalid("refreshToken", "is needed");
    }
    return sessions
        .refresh(request.refreshToken())
        .map(this::tokens)
        .orElseThrow(() ->
            Refusal.of(
                ErrorCode.UNAUTHENTICATED,
                "This refresh token is unknown, used or expired: log in again"));
  }

  @PostMapping("/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(@Caller AccessToken caller) {
    sessions.end(caller.sessionId(), "logged out");
  }

  private Tokens tokens(Granted granted) {
    AccessToken access = granted.access();
    return new Tokens(
        accessTokens.sign(access),
        granted.refreshToken(),
        accessTokens.ttl().toSeconds(),
        Long.toString(access.userId()),
        access.deviceId());
  }
}
