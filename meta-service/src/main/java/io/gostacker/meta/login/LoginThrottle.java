package io.gostacker.meta.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Stops guessing of one account's password: after some wrong ones within a minute its logins are
/// refused until the first of them is a minute ago. Names that nobody has are treated alike.
/// Thread-safe, and never waits.
///
/// Remembers 100,000 names. More would be needed only if that many were tried within a minute, and
/// hashing is not as fast as that.
final class LoginThrottle {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final long MAX_NAMES = 100_000;

  private final LoginSettings settings;
  private final Clock clock;
  private final Cache<String, Deque<Long>> failures;

  LoginThrottle(LoginSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(MAX_NAMES)
            .expireAfterWrite(WINDOW)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /// Lets a login pass.
  ///
  /// @throws Refusal `rate_limited`
  void check(String username) {
    Deque<Long> recent = failures.getIfPresent(key(username));
    if (recent == null || !settings.enabled()) {
      return;
    }
    long now = clock.millis();
    long first;
    synchronized (recent) {
      forget(recent, now);
      if (recent.size() < settings.wrongPasswords()) {
        return;
      }
      first = recent.getFirst();
    }
    throw Refusal.retryAfter(
        ErrorCode.RATE_LIMITED,
        "Too many wrong passwords for this account, try again later",
        WINDOW.minusMillis(Math.max(0, now - first)));
  }

  /// Notes a wrong password.
  void failed(String username) {
    long now = clock.millis();
    failures
        .asMap()
        .compute(
            key(username),
            (name, known) -> {
              Deque<Long> recent = known == null ? new ArrayDeque<>() : known;
              synchronized (recent) {
                forget(recent, now);
                recent.addLast(now);
              }
              return recent;
            });
  }

  private static void forget(Deque<Long> recent, long now) {
    while (!recent.isEmpty() && now - recent.getFirst() >= WINDOW.toMillis()) {
      recent.removeFirst();
    }
  }

  private static String key(String username) {
    return username.substring(0, Math.min(64, username.length())).toLowerCase(Locale.ROOT);
  }
}
