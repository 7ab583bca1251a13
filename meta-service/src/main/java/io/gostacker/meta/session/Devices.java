package io.gostacker.meta.session;

import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.event.AccountEvents;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/// The devices that a user is logged in with, one session each. All methods block.
public final class Devices {
  private final SessionTable sessions;
  private final Transactions transactions;
  private final SessionEnds ends;
  private final AccountEvents events;
  private final Clock clock;

  Devices(
      SessionTable sessions,
      Transactions transactions,
      SessionEnds ends,
      AccountEvents events,
      Clock clock) {
    this.sessions = sessions;
    this.transactions = transactions;
    this.ends = ends;
    this.events = events;
    this.clock = clock;
  }

  /// A device that is logged in.
  ///
  /// @param platform what it calls itself; empty when it said nothing
  /// @param createdAt when it logged in; epoch milliseconds
  /// @param activeAt when it last logged in or refreshed
  public record Device(
      String sessionId, String deviceId, String platform, long createdAt, long activeAt) {}

  /// Latest login first.
  public List<Device> of(long userId) {
    return sessions.devices(userId).reversed();
  }

  /// Whether a device is logged in. If it is, it stays so until the caller's transaction ends.
  public boolean hold(long userId, String deviceId) {
    sessions.lockUser(userId); // no newer login takes its place meanwhile
    return sessions.living(userId).stream()
        .filter(session -> session.deviceId().equals(deviceId))
        .flatMap(session -> sessions.lock(session.sessionId()).stream())
        .anyMatch(session -> session.endedAt() == 0);
  }

  /// Logs one device out.
  ///
  /// @return whether it was logged in
  public boolean end(long userId, String deviceId, String reason) {
    return endIf(userId, session -> session.deviceId().equals(deviceId), reason) > 0;
  }

  /// Logs all devices out but the one of a session.
  public void endOthers(long userId, String sessionId, String reason) {
    endIf(userId, session -> !session.sessionId().equals(sessionId), reason);
  }

  private int endIf(long userId, Predicate<DeviceSession> which, String reason) {
    List<DeviceSession> ended =
        transactions.run(() -> {
          sessions.lockUser(userId);
          List<DeviceSession> chosen = sessions.living(userId).stream().filter(which).toList();
          sessions.endAll(chosen, clock.millis());
          events.sessions(
              chosen.stream().map(DeviceSession::login).toList(), reason, List.of(), "");
          return chosen;
        });
    ended.forEach(session -> ends.announce(session, reason));
    return ended.size();
  }
}
