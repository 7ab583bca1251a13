package io.gostacker.meta.login;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.password.Passwords;
import io.gostacker.meta.session.Devices;
import java.time.Clock;

/// Changes a user's password and logs all other devices out. A wrong present one counts among the
/// wrong passwords of logins. Blocks.
final class PasswordChange {
  private final Credentials credentials;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final Devices devices;
  private final Transactions transactions;
  private final AccountEvents events;
  private final Clock clock;

  PasswordChange(
      Credentials credentials,
      Passwords passwords,
      LoginThrottle throttle,
      Devices devices,
      Transactions transactions,
      AccountEvents events,
      Clock clock) {
    this.credentials = credentials;
    this.passwords = passwords;
    this.throttle = throttle;
    this.devices = devices;
    this.transactions = transactions;
    this.events = events;
    this.clock = clock;
  }

  /// @throws Refusal `bad_credentials`, `rate_limited`, `overloaded`, or `conflict` for a user of
  ///   the app's back end, who has no password
  void change(AccessToken caller, String present, String next) {
    Credentials.Named credential =
        credentials
            .of(caller.userId())
            .orElseThrow(() ->
                Refusal.of(ErrorCode.CONFLICT, "This account has no password: its app lets it in"));
    throttle.check(caller.appId(), credential.username());
    boolean right = passwords.matches(present, credential.hash());
    // Again, for guesses that were made at the same time; a right one must not show either.
    throttle.check(caller.appId(), credential.username());
    if (!right) {
      throttle.failed(caller.appId(), credential.username());
      throw wrong();
    }
    throttle.succeeded(caller.appId(), credential.username());
    String hash = passwords.hash(next);
    if (!transactions.run(() -> replace(caller.userId(), credential.hash(), hash))) {
      throw wrong(); // another change was faster
    }
    // After that, so that a login with the old one that came meanwhile is among them, or sees it.
    devices.endOthers(caller.userId(), caller.sessionId(), "the password was changed");
  }

  private boolean replace(long userId, String present, String next) {
    boolean replaced = credentials.replace(userId, present, next, clock.millis());
    if (replaced) {
      events.passwordChanged(userId);
    }
    return replaced;
  }

  private static Refusal wrong() {
    return Refusal.of(ErrorCode.BAD_CREDENTIALS, "The present password is wrong");
  }
}
