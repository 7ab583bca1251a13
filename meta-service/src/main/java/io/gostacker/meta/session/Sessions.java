package io.gostacker.meta.session;

import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.ban.BanTable;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.random.RandomIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens, prolongs and ends sessions. A device has one session at most: a newer login of it ends
/// the one before. When a method returns, what it ended is revoked here; other instances follow
/// within a second. All methods block.
public final class Sessions {
  private static final String REUSED = "a spent refresh token was used again";

  private final SessionTable sessions;
  private final RefreshTokens refreshTokens;
  private final BanTable bans;
  private final Transactions transactions;
  private final SessionEnds ends;
  private final AccountEvents events;
  private final RandomIds random;
  private final Clock clock;
  private final Lifetimes lifetimes;

  /// How long things live and how many there may be.
  ///
  /// @param accessExpiry when an access token made now expires
  ///
  /// @param maxPerPlatform by platform, in lower case; a platform that is not named has no bound of
  ///   its own
  record Lifetimes(
      Supplier<Instant> accessExpiry,
      Duration refreshTtl,
      int maxPerUser,
      Map<String, Integer> maxPerPlatform) {}

  Sessions(
      SessionTable sessions,
      RefreshTokens refreshTokens,
      BanTable bans,
      Transactions transactions,
      SessionEnds ends,
      AccountEvents events,
      RandomIds random,
      Clock clock,
      Lifetimes lifetimes) {
    this.sessions = sessions;
    this.refreshTokens = refreshTokens;
    this.bans = bans;
    this.transactions = transactions;
    this.ends = ends;
    this.events = events;
    this.random = random;
    this.clock = clock;
    this.lifetimes = lifetimes;
  }

  /// A new session of a device.
  ///
  /// @param platform what the device calls itself, at most 32 characters
  /// @throws io.gostacker.common.error.Refusal `blocked` if the user is banned
  public Granted open(int appId, long userId, String deviceId, String platform) {
    AccessToken access =
        new AccessToken(userId, deviceId, random.name(), appId, lifetimes.accessExpiry().get());
    String refreshToken = random.secret();
    List<DeviceSession> ended =
        transactions.run(() -> {
          sessions.lockUser(userId);
          bans.check(userId);
          List<DeviceSession> replaced = endReplaced(userId, deviceId, platform);
          DeviceSession begun = insert(access, refreshToken, platform);
          events.sessions(
              replaced.stream().map(DeviceSession::login).toList(),
              SessionEnds.REPLACED,
              List.of(begun.login()),
              platform);
          return replaced;
        });
    ended.forEach(session -> ends.announce(session, SessionEnds.REPLACED));
    return new Granted(access, refreshToken);
  }

  /// The same device's, the oldest of too many, and the oldest of too many of one platform.
  private List<DeviceSession> endReplaced(long userId, String deviceId, String platform) {
    Set<String> tooManyOfPlatform = tooManyOfPlatform(userId, deviceId, platform);
    List<DeviceSession> living = sessions.living(userId);
    List<DeviceSession> replaced = new ArrayList<>();
    int tooMany = living.size() + 1 - lifetimes.maxPerUser();
    for (DeviceSession session : living) {
      if (session.deviceId().equals(deviceId)
          || tooManyOfPlatform.contains(session.sessionId())
          || replaced.size() < tooMany) {
        replaced.add(session);
      }
    }
    sessions.endAll(replaced, clock.millis());
    return replaced;
  }

  private Set<String> tooManyOfPlatform(long userId, String deviceId, String platform) {
    String name = platform.toLowerCase(Locale.ROOT);
    Integer max = lifetimes.maxPerPlatform().get(name);
    if (max == null) {
      return Set.of();
    }
    List<String> alike =
        sessions.devices(userId).stream()
            .filter(device -> device.platform().toLowerCase(Locale.ROOT).equals(name))
            .filter(device -> !device.deviceId().equals(deviceId))
            .map(Devices.Device::sessionId)
            .toList();
    return Set.copyOf(alike.subList(0, Math.max(0, alike.size() + 1 - max)));
  }

  private DeviceSession insert(AccessToken access, String refreshToken, String platform) {
    long now = clock.millis();
    long refreshExpiresAt = now + lifetimes.refreshTtl().toMillis();
    DeviceSession session =
        new DeviceSession(
            access.sessionId(),
            access.appId(),
            access.userId(),
            access.deviceId(),
            now,
            access.expiresAt().toEpochMilli(),
            0);
    sessions.insert(session, platform, refreshExpiresAt);
    refreshTokens.insert(refreshToken, access.sessionId(), refreshExpiresAt);
    return session;
  }

  /// New tokens for a refresh token, which is spent by that; empty when it is unknown, expired or
  /// its session has ended. A token that was spent before may be stolen: it ends the session.
  public Optional<Granted> refresh(String token) {
    Refreshed refreshed = transactions.run(() -> spend(token));
    return switch (refreshed) {
      case Refreshed.Renewed renewed -> Optional.of(renewed.granted());
      case Refreshed.Refused _ -> Optional.empty();
      case Refreshed.Reused reused -> {
        if (reused.ended() != null) {
          ends.announce(reused.ended(), REUSED);
        }
        yield Optional.empty();
      }
    };
  }

  private sealed interface Refreshed {
    record Renewed(Granted granted) implements Refreshed {}

    record Refused() implements Refreshed {}

    record Reused(@Nullable DeviceSession ended) implements Refreshed {}
  }

  private Refreshed spend(String token) {
    RefreshTokens.Stored stored = refreshTokens.lock(token).orElse(null);
    if (stored == null) {
      return new Refreshed.Refused();
    }
    if (stored.spentAt() != 0) {
      return new Refreshed.Reused(endIfLiving(stored.sessionId(), REUSED));
    }
    DeviceSession session = sessions.lock(stored.sessionId()).orElse(null);
    if (session == null || session.endedAt() != 0 || stored.expiresAt() <= clock.millis()) {
      return new Refreshed.Refused();
    }
    refreshTokens.spend(token, clock.millis());
    return new Refreshed.Renewed(renew(session));
  }

  private Granted renew(DeviceSession session) {
    AccessToken access =
        new AccessToken(
            session.userId(),
            session.deviceId(),
            session.sessionId(),
            session.appId(),
            lifetimes.accessExpiry().get());
    String refreshToken = random.secret();
    long now = clock.millis();
    long refreshExpiresAt = now + lifetimes.refreshTtl().toMillis();
    refreshTokens.insert(refreshToken, session.sessionId(), refreshExpiresAt);
    sessions.prolong(session.sessionId(), now, access.expiresAt().toEpochMilli(), refreshExpiresAt);
    return new Granted(access, refreshToken);
  }

  /// Ends a session, if it has not ended: none of its tokens is good any more and its sockets are
  /// closed.
  public void end(String sessionId, String reason) {
    Optional<DeviceSession> ended =
        transactions.run(() -> Optional.ofNullable(endIfLiving(sessionId, reason)));
    ended.ifPresent(session -> ends.announce(session, reason));
  }

  private @Nullable DeviceSession endIfLiving(String sessionId, String reason) {
    DeviceSession session = sessions.lock(sessionId).orElse(null);
    if (session == null || session.endedAt() != 0) {
      return null;
    }
    sessions.end(session, clock.millis());
    events.sessions(List.of(session.login()), reason, List.of(), "");
    return session;
  }
}
