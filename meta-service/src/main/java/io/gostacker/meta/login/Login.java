package io.gostacker.meta.login;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.meta.account.UserNames;
import io.gostacker.meta.password.Passwords;
import io.gostacker.meta.random.RandomIds;
import io.gostacker.meta.session.Granted;
import io.gostacker.meta.session.Sessions;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Logs users in. Whether a name exists shows neither in the answer nor in the time it takes.
/// Blocks.
final class Login {
  private final Credentials credentials;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final Sessions sessions;
  private final RandomIds random;
  private final MeterRegistry meters;

  Login(
      Credentials credentials,
      Passwords passwords,
      LoginThrottle throttle,
      Sessions sessions,
      RandomIds random,
      MeterRegistry meters) {
    this.credentials = credentials;
    this.passwords = passwords;
    this.throttle = throttle;
    this.sessions = sessions;
    this.random = random;
    this.meters = meters;
  }

  /// @throws Refusal `bad_credentials`, `blocked`, `rate_limited` or `overloaded`
  Granted login(int appId, LoginRequest.Valid request) {
    try {
      Granted granted = checked(appId, request);
      count("accepted");
      return granted;
    } catch (Refusal refusal) {
      count(refusal.code().name().toLowerCase(Locale.ROOT));
      throw refusal;
    }
  }

  private void count(String outcome) {
    meters.counter("gostacker.logins", "outcome", outcome).increment();
  }

  private Granted checked(int appId, LoginRequest.Valid request) {
    throttle.check(appId, request.username());
    Credentials.Credential credential = find(appId, request.username());
    boolean right =
        passwords.matches(request.password(), credential == null ? null : credential.hash());
    // Again, for guesses that were made at the same time; a right one must not show either.
    throttle.check(appId, request.username());
    if (credential == null || !right) {
      throttle.failed(appId, request.username());
      throw Refusal.of(ErrorCode.BAD_CREDENTIALS, "User name or password is wrong");
    }
    throttle.succeeded(appId, request.username());
    String deviceId = request.deviceId() == null ? random.name() : request.deviceId();
    Granted granted = sessions.open(appId, credential.userId(), deviceId, request.platform());
    if (isChanged(credential)) {
      sessions.end(granted.access().sessionId(), "the password was changed");
      throw Refusal.of(ErrorCode.BAD_CREDENTIALS, "User name or password is wrong");
    }
    return granted;
  }

  /// Whether the password was changed while this login was under way: who changed it may have
  /// logged out all other devices before this one was in.
  private boolean isChanged(Credentials.Credential credential) {
    return credentials
        .of(credential.userId())
        .map(now -> !now.hash().equals(credential.hash()))
        .orElse(true);
  }

  /// MySQL compares names loosely (accents, trailing blanks), the throttle does not: a name that
  /// breaks the rules is nobody's.
  private Credentials.@Nullable Credential find(int appId, String username) {
    return UserNames.flaw(username) == null ? credentials.find(appId, username).orElse(null) : null;
  }
}
