package io.gostacker.meta.login;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.limit.RateLimitSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Stops guessing of one account's password: after some wrong ones within a minute its logins are
/// refused until the first of them is a minute ago, and after each further wrong one for 2, 4, 8
/// and then 15 minutes; a right one, or an hour without a wrong one, ends it. Names that nobody has
/// are treated alike. Kept in MySQL, so it holds for all instances and over a restart. Blocks, but
/// never waits out a delay.
final class LoginThrottle {
  /// The longest name that is told apart; users' are shorter.
  private static final int MAX_NAME = 64;

  private static final int PURGED_AT_ONCE = 1_000;

  private final Supplier<RateLimitSettings> settings;
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Clock clock;

  LoginThrottle(
      Supplier<RateLimitSettings> settings,
      JdbcClient jdbc,
      TransactionOperations transactions,
      Clock clock) {
    this.settings = settings;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Lets a login pass.
  ///
  /// @throws Refusal `rate_limited`
  void check(int appId, String username) {
    if (!settings.get().enabled()) {
      return;
    }
    long until = find(hash(appId, username)).map(LoginFailures::refusedUntil).orElse(0L);
    long now = clock.millis();
    if (until > now) {
      throw Refusal.retryAfter(
          ErrorCode.RATE_LIMITED,
          "Too many wrong passwords for this account, try again later",
          Duration.ofMillis(until - now));
    }
  }

  /// Notes a wrong password.
  void failed(int appId, String username) {
    byte[] hash = hash(appId, username);
    if (settings.get().enabled()) {
      transactions.executeWithoutResult(status -> note(hash));
    }
  }

  /// Forgets the wrong ones: this one was right.
  void succeeded(int appId, String username) {
    byte[] hash = hash(appId, username);
    if (settings.get().enabled() && find(hash).isPresent()) {
      jdbc.sql("DELETE FROM login_failure WHERE name_hash = ?").param(hash).update();
    }
  }

  private void note(byte[] hash) {
    long now = clock.millis();
    // First of all the row is there and locked, so that failures at the same time are counted one
    // by one.
    jdbc.sql(
            "INSERT INTO login_failure (name_hash, times, last_at) VALUES (?, '', 0)"
                + " ON DUPLICATE KEY UPDATE name_hash = VALUES(name_hash)")
        .param(hash)
        .update();
    LoginFailures after =
        find(hash).orElse(LoginFailures.NONE).another(now, settings.get().wrongPasswords());
    jdbc.sql(
            "UPDATE login_failure SET times = ?, delays = ?, refused_until = ?, last_at = ?"
                + " WHERE name_hash = ?")
        .params(after.timesAsBytes(), after.delays(), after.refusedUntil(), after.lastAt(), hash)
        .update();
  }

  private Optional<LoginFailures> find(byte[] hash) {
    return jdbc.sql(
            "SELECT times, delays, refused_until, last_at FROM login_failure WHERE name_hash = ?")
        .param(hash)
        .query((row, number) ->
            new LoginFailures(
                LoginFailures.times(row.getBytes(1)),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4)))
        .optional();
  }

  /// Forgets names that have been quiet for long enough, a thousand at a time.
  void purge() {
    long before = clock.millis() - LoginFailures.FORGOTTEN_AFTER.toMillis();
    int purged;
    do {
      purged =
          jdbc.sql("DELETE FROM login_failure WHERE last_at < ? LIMIT " + PURGED_AT_ONCE)
              .param(before)
              .update();
    } while (purged == PURGED_AT_ONCE);
  }

  private static byte[] hash(int appId, String username) {
    String name = username.substring(0, Math.min(MAX_NAME, username.length()));
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest((appId + ":" + name.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
