package io.gostacker.push.dispatch;

import io.gostacker.common.presence.LiveUsers;
import io.gostacker.push.outbox.Claimed;
import io.gostacker.push.outbox.NotificationTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What was claimed together becomes what is sent: the rest is dropped or put off. All methods
/// block.
final class Batch {
  private final NotificationTable notifications;
  private final DueQuery query;
  private final LiveUsers live;
  private final PushMeters meters;
  private final InstantSource clock;

  Batch(
      NotificationTable notifications,
      DueQuery query,
      LiveUsers live,
      PushMeters meters,
      InstantSource clock) {
    this.notifications = notifications;
    this.query = query;
    this.live = live;
    this.meters = meters;
    this.clock = clock;
  }

  /// One that is to be sent.
  ///
  /// @param unread of the user, in all conversations
  record Outgoing(Plan.Send send, long unread) {}

  /// @param lease that they were claimed with
  List<Outgoing> of(String provider, long lease) {
    List<Due> due = query.claimed(provider, lease);
    Set<Long> users = due.stream().map(each -> each.claimed().userId()).collect(Collectors.toSet());
    Set<Long> online = live.among(users).keySet();
    List<Plan.Send> sends = new ArrayList<>();
    List<Claimed> dropped = new ArrayList<>();
    for (Due each : due) {
      switch (Plan.of(each, online.contains(each.claimed().userId()), clock.millis())) {
        case Plan.Send send -> sends.add(send);
        case Plan.Drop drop -> {
          dropped.add(drop.claimed());
          meters.dropped(drop.why());
        }
        case Plan.Hold hold ->
            notifications.putOff(
                List.of(hold.claimed()), clock.millis(), hold.until(), hold.isOnline());
        case Plan.Move move -> notifications.move(move.claimed(), move.provider(), clock.millis());
      }
    }
    notifications.drop(dropped, clock.millis());
    Set<Long> told =
        sends.stream().map(send -> send.due().claimed().userId()).collect(Collectors.toSet());
    Map<Long, Long> unread = query.unread(told);
    return sends.stream()
        .map(send -> new Outgoing(send, unread.getOrDefault(send.due().claimed().userId(), 0L)))
        .toList();
  }
}
