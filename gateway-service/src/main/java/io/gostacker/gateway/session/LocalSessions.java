package io.gostacker.gateway.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The devices that have a socket at this gateway, by user. Thread-safe; a lookup never waits.
///
/// Bounded by the number of sockets, and by a number of devices per user: one more replaces the
/// user's oldest.
public final class LocalSessions {
  private static final DeviceSession[] NONE = {};

  private final int maxPerUser;
  private final ConcurrentHashMap<Long, LocalUser> users = new ConcurrentHashMap<>();

  public LocalSessions(int maxPerUser) {
    this.maxPerUser = maxPerUser;
  }

  /// The sessions of a user, oldest first. Not to be changed.
  public DeviceSession[] of(long userId) {
    LocalUser user = users.get(userId);
    return user == null ? NONE : user.sessions;
  }

  /// Since when ([System#nanoTime]) messages to the user come here; [Long#MAX_VALUE] when they do
  /// not, or not for sure yet.
  public long onlineSince(long userId) {
    LocalUser user = users.get(userId);
    return user == null ? Long.MAX_VALUE : user.onlineSince;
  }

  /// Calls it for every session there is.
  public void forEach(Consumer<DeviceSession> action) {
    for (LocalUser user : users.values()) {
      for (DeviceSession session : user.sessions) {
        action.accept(session);
      }
    }
  }

  /// Adds a session and returns those that it takes the place of: the same device's, and the user's
  /// oldest when there are too many.
  List<DeviceSession> add(DeviceSession session) {
    List<DeviceSession> replaced = new ArrayList<>(0);
    users.compute(
        session.userId(),
        (id, user) -> {
          LocalUser before = user == null ? new LocalUser(NONE, Long.MAX_VALUE) : user;
          return before.with(session, maxPerUser, replaced);
        });
    return replaced;
  }

  /// Removes exactly this session and says whether it was the user's last. A session that is not
  /// there any more leaves everything as it is.
  boolean remove(DeviceSession session) {
    boolean[] last = {false};
    users.computeIfPresent(
        session.userId(),
        (id, user) -> {
          LocalUser after = user.without(session);
          last[0] = after.sessions.length == 0;
          return last[0] ? null : after;
        });
    return last[0];
  }

  /// From now on every message to the user comes here.
  void online(long userId, long nanoTime) {
    users.computeIfPresent(userId, (id, user) -> new LocalUser(user.sessions, nanoTime));
  }

  /// A user's sessions, copied on write.
  private record LocalUser(DeviceSession[] sessions, long onlineSince) {

    LocalUser with(DeviceSession added, int max, List<DeviceSession> replaced) {
      List<DeviceSession> kept = new ArrayList<>(sessions.length + 1);
      for (DeviceSession session : sessions) {
        if (session.deviceId().equals(added.deviceId())) {
          replaced.add(session);
        } else {
          kept.add(session);
        }
      }
      while (kept.size() >= max) {
        replaced.add(kept.removeFirst());
      }
      kept.add(added);
      return new LocalUser(kept.toArray(NONE), onlineSince);
    }

    LocalUser without(DeviceSession removed) {
      List<DeviceSession> kept = new ArrayList<>(sessions.length);
      for (DeviceSession session : sessions) {
        if (session != removed) {
          kept.add(session);
        }
      }
      return kept.size() == sessions.length ? this : new LocalUser(kept.toArray(NONE), onlineSince);
    }
  }
}
