package io.gostacker.meta.event;

import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventLog;
import io.gostacker.common.json.JsonBytes;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What happens to accounts and their devices, told in the event feed. Each method blocks and has
/// to be the last thing that its caller's transaction does, see [EventLog].
public final class AccountEvents {
  /// The end of a ban that has none.
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final EventLog log;
  private final Clock clock;

  public AccountEvents(EventLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /// A device of a user, with the session that began or ended.
  public record Login(long userId, String deviceId, String sessionId) {}

  /// Somebody registered with a name.
  public void registered(long userId, String username) {
    tell(user("user.registered", userId).raw(",\"username\":").string(username));
  }

  /// Users of the app's back end were made or changed by it.
  ///
  /// @param userIds in the order of the external ids
  public void put(List<Long> userIds, List<String> externalIds) {
    log.append(
        Stream.iterate(0, i -> i < userIds.size(), i -> i + 1)
            .map(i ->
                user("user.put", userIds.get(i)).raw(",\"externalId\":").string(externalIds.get(i)))
            .map(Event::of)
            .toList());
  }

  /// A user changed the own profile.
  public void changed(long userId) {
    tell(user("user.changed", userId));
  }

  public void passwordChanged(long userId) {
    tell(user("user.password-changed", userId));
  }

  /// @param until epoch milliseconds; `Long.MAX_VALUE` for ever, 0 when the user is let in again
  public void banned(long userId, long until, String reason) {
    JsonBytes json = user(until == 0 ? "user.unbanned" : "user.banned", userId);
    if (until != 0) {
      json.raw(",\"reason\":").string(reason);
      if (until != FOR_EVER) {
        json.raw(",\"until\":").time(until);
      }
    }
    tell(json);
  }

  /// Sessions ended, all for one reason, and others began.
  public void sessions(List<Login> ended, String reason, List<Login> begun, String platform) {
    log.append(
        Stream.concat(
                ended.stream().map(login -> device("device.logged-out", login, "reason", reason)),
                begun.stream()
                    .map(login ->
                        device(
                            "device.logged-in",
                            login,
                            "platform",
                            platform.isEmpty() ? null : platform)))
            .toList());
  }

  private Event device(String type, Login login, String key, @Nullable String value) {
    JsonBytes json = user(type, login.userId());
    json.raw(",\"deviceId\":").string(login.deviceId());
    json.raw(",\"sessionId\":").string(login.sessionId());
    if (value != null) {
      json.raw(",\"").raw(key).raw("\":").string(value);
    }
    return Event.of(json);
  }

  private JsonBytes user(String type, long userId) {
    return Event.begin(type, clock.millis(), 160).raw(",\"userId\":").id(userId);
  }

  private void tell(JsonBytes json) {
    log.append(List.of(Event.of(json)));
  }
}
