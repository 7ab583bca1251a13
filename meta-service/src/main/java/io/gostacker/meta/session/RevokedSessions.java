package io.gostacker.meta.session;

import io.gostacker.common.token.Revocations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Ended sessions in memory, each until its last access token has expired. Thread-safe.
///
/// What this instance ends is known at once, what another ends at the next [#poll]. There is no
/// bound that drops entries, for that would let ended sessions in again; they are as many as logins
/// in the life of an access token, which [io.gostacker.meta.password.Passwords] bounds.
public final class RevokedSessions implements Revocations {
  /// How far back a poll looks: longer than a transaction takes and common clocks differ.
  private static final Duration OVERLAP = Duration.ofSeconds(30);

  /// How far back the poll of every minute looks: the longest life of an access token, and an hour
  /// for clocks that are badly off.
  private static final Duration EVERYTHING = Duration.ofHours(25);

  private static final Duration BETWEEN_FULL = Duration.ofMinutes(1);

  private final SessionTable sessions;
  private final Clock clock;
  private final ConcurrentMap<String, Long> untilBySession = new ConcurrentHashMap<>();
  private long lastFull;

  /// Reads what has ended already; MySQL must be there.
  RevokedSessions(SessionTable sessions, Clock clock, MeterRegistry meters) {
    this.sessions = sessions;
    this.clock = clock;
    Gauge.builder("gostacker.session.revoked", untilBySession, ConcurrentMap::size)
        .description("Ended sessions whose access tokens have not expired")
        .register(meters);
    poll();
  }

  @Override
  public boolean isRevoked(String sessionId) {
    return untilBySession.containsKey(sessionId);
  }

  void add(DeviceSession ended) {
    untilBySession.put(ended.sessionId(), ended.accessExpiresAt());
  }

  /// Learns what other instances have ended and forgets what has expired.
  synchronized void poll() {
    long now = clock.millis();
    boolean full = Math.abs(now - lastFull) >= BETWEEN_FULL.toMillis();
    long back = (full ? EVERYTHING : OVERLAP).toMillis();
    sessions.endedSince(Math.max(0, now - back), now).forEach(this::add);
    untilBySession.values().removeIf(until -> until < now);
    if (full) {
      lastFull = now;
    }
  }
}
