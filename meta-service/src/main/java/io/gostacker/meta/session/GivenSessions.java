package io.gostacker.meta.session;

import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.ban.BanTable;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.random.RandomIds;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sessions that the app's back end opens and ends for its users. They are as those of logins, but
/// have no refresh token: the back end asks for another session instead, which ends the one before.
/// All methods block.
public final class GivenSessions {
  private final SessionTable sessions;
  private final BanTable bans;
  private final Transactions transactions;
  private final SessionEnds ends;
  private final AccountEvents events;
  private final RandomIds random;
  private final Clock clock;
  private final Sessions.Lifetimes lifetimes;

  GivenSessions(
      SessionTable sessions,
      BanTable bans,
      Transactions transactions,
      SessionEnds ends,
      AccountEvents events,
      RandomIds random,
      Clock clock,
      Sessions.Lifetimes lifetimes) {
    this.sessions = sessions;
    this.bans = bans;
    this.transactions = transactions;
    this.ends = ends;
    this.events = events;
    this.random = random;
    this.clock = clock;
    this.lifetimes = lifetimes;
  }

  /// A device of a user.
  public record Device(long userId, String deviceId) {}

  /// What came of opening: all of it or nothing.
  public sealed interface Outcome {
    /// @param tokens still to be signed, in the order of the devices
    record Opened(List<AccessToken> tokens) implements Outcome {}

    /// Nothing was opened.
    record UnknownUsers(Set<Long> userIds) implements Outcome {}

    /// Nothing was opened.
    record BannedUsers(Set<Long> userIds) implements Outcome {}
  }

  /// How many devices of one user may be given in one call.
  public int maxPerUser() {
    return lifetimes.maxPerUser();
  }

  /// A new session for each device.
  ///
  /// @param devices at most 1,000, distinct, of each user at most [#maxPerUser]
  /// @param accessExpiresAt when the access tokens expire; null for when those of logins do
  public Outcome open(int appId, List<Device> devices, @Nullable Instant accessExpiresAt) {
    Instant expiresAt = accessExpiresAt == null ? lifetimes.accessExpiry().get() : accessExpiresAt;
    List<AccessToken> tokens =
        devices.stream()
            .map(d -> new AccessToken(d.userId(), d.deviceId(), random.name(), appId, expiresAt))
            .toList();
    List<DeviceSession> ended = new ArrayList<>();
    Outcome outcome =
        transactions.run(() -> {
          ended.clear(); // of an attempt that was rolled back
          return replace(appId, tokens, ended);
        });
    ended.forEach(session -> ends.announce(session, SessionEnds.REPLACED));
    return outcome;
  }

  private Outcome replace(int appId, List<AccessToken> tokens, List<DeviceSession> ended) {
    Set<Long> users = new LinkedHashSet<>();
    tokens.forEach(token -> users.add(token.userId()));
    if (users.isEmpty()) {
      return new Outcome.Opened(tokens);
    }
    Set<Long> unknown = new LinkedHashSet<>(users);
    sessions.lockUsers(appId, users).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      return new Outcome.UnknownUsers(unknown);
    }
    Set<Long> banned = bans.bannedAmong(users);
    if (!banned.isEmpty()) {
      return new Outcome.BannedUsers(banned);
    }
    ended.addAll(replaced(users, tokens));
    endReplaced(ended, tokens);
    List<DeviceSession> begun = tokens.stream().map(this::session).toList();
    sessions.insertAll(begun, refreshExpiry(tokens));
    events.sessions(
        ended.stream().map(DeviceSession::login).toList(),
        SessionEnds.REPLACED,
        begun.stream().map(DeviceSession::login).toList(),
        "");
    return new Outcome.Opened(tokens);
  }

  /// Living sessions of the same devices, and the oldest of users who would have too many.
  private List<DeviceSession> replaced(Collection<Long> users, List<AccessToken> tokens) {
    Set<Device> devices = new HashSet<>();
    Map<Long, Integer> count = new HashMap<>();
    for (AccessToken token : tokens) {
      devices.add(new Device(token.userId(), token.deviceId()));
      count.merge(token.userId(), 1, Integer::sum);
    }
    List<DeviceSession> living = sessions.living(users);
    List<DeviceSession> replaced = new ArrayList<>();
    for (DeviceSession session : living) {
      if (devices.contains(new Device(session.userId(), session.deviceId()))) {
        replaced.add(session);
      } else {
        count.merge(session.userId(), 1, Integer::sum);
      }
    }
    for (DeviceSession session : living) {
      boolean tooMany = count.getOrDefault(session.userId(), 0) > lifetimes.maxPerUser();
      if (tooMany && !devices.contains(new Device(session.userId(), session.deviceId()))) {
        replaced.add(session);
        count.merge(session.userId(), -1, Integer::sum);
      }
    }
    return replaced;
  }

  /// Another session of the same device is to it what a refresh is to one that logged in: it goes
  /// on being notified. Who had too many devices loses the oldest with all that they have.
  private void endReplaced(List<DeviceSession> ended, List<AccessToken> tokens) {
    Set<Device> renewed =
        tokens.stream()
            .map(token -> new Device(token.userId(), token.deviceId()))
            .collect(Collectors.toSet());
    Map<Boolean, List<DeviceSession>> byStay =
        ended.stream()
            .collect(
                Collectors.partitioningBy(
                    session -> renewed.contains(new Device(session.userId(), session.deviceId()))));
    sessions.replaceAll(byStay.getOrDefault(true, List.of()), clock.millis());
    sessions.endAll(byStay.getOrDefault(false, List.of()), clock.millis());
  }

  private DeviceSession session(AccessToken token) {
    return new DeviceSession(
        token.sessionId(),
        token.appId(),
        token.userId(),
        token.deviceId(),
        clock.millis(),
        token.expiresAt().toEpochMilli(),
        0);
  }

  /// The sockets of a session outlive its access token by as long as those of a login do.
  private long refreshExpiry(List<AccessToken> tokens) {
    long usual = clock.millis() + lifetimes.refreshTtl().toMillis();
    return Math.max(usual, tokens.getFirst().expiresAt().toEpochMilli());
  }

  /// Ends the living sessions of a user.
  ///
  /// @param deviceId those of this device only; null for all
  public void endOf(long userId, @Nullable String deviceId, String reason) {
    List<DeviceSession> ended =
        transactions.run(() -> {
          sessions.lockUser(userId);
          List<DeviceSession> living =
              sessions.living(userId).stream()
                  .filter(session -> deviceId == null || deviceId.equals(session.deviceId()))
                  .toList();
          sessions.endAll(living, clock.millis());
          events.sessions(
              living.stream().map(DeviceSession::login).toList(), reason, List.of(), "");
          return living;
        });
    ended.forEach(session -> ends.announce(session, reason));
  }
}
