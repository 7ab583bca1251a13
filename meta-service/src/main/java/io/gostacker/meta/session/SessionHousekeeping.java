package io.gostacker.meta.session;

import java.time.Clock;
import java.time.Duration;
import java.util.function.IntSupplier;

/// Ends sessions of devices that stayed away too long and forgets what no decision needs any more.
/// Works in small steps, so it holds no lock for long; what it does not reach waits for the next
/// turn.
final class SessionHousekeeping {
  private static final int STEP = 500;
  private static final int STEPS = 200;

  /// Ended sessions are looked at for as long as an access token can live, see [RevokedSessions].
  private static final Duration KEEP_ENDED = Duration.ofDays(3);

  private final Sessions sessions;
  private final SessionTable table;
  private final RefreshTokens refreshTokens;
  private final Clock clock;

  SessionHousekeeping(
      Sessions sessions, SessionTable table, RefreshTokens refreshTokens, Clock clock) {
    this.sessions = sessions;
    this.table = table;
    this.refreshTokens = refreshTokens;
    this.clock = clock;
  }

  void run() {
    long now = clock.millis();
    inSteps(() -> endExpired(now));
    inSteps(() -> table.deleteEnded(now - KEEP_ENDED.toMillis(), STEP));
    inSteps(() -> refreshTokens.deleteExpired(now, STEP));
  }

  private int endExpired(long now) {
    var expired = table.expired(now, STEP);
    expired.forEach(sessionId -> sessions.end(sessionId, "not refreshed for too long"));
    return expired.size();
  }

  private static void inSteps(IntSupplier step) {
    for (int i = 0; i < STEPS && step.getAsInt() == STEP; i++) {}
  }
}
