package io.gostacker.push.feed;

import io.gostacker.common.presence.HandBacks;
import io.gostacker.common.presence.HandBacks.HandBack;
import io.gostacker.common.presence.LiveUsers;
import io.gostacker.push.outbox.Addressed;
import io.gostacker.push.outbox.NotificationTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Notes what was written to sockets that turned out to be dead: each conversation of their users
/// that has something unread since the socket was heard last.
final class Returned {
  private static final int AT_ONCE = 100;

  /// A gateway's clock and that of who gave messages their time may differ by so much.
  private static final Duration SLACK = Duration.ofSeconds(5);

  /// The newest message of others in each conversation, of which the user has not read that far.
  private static final String UNREAD =
      """
      SELECT t.device_id, t.provider, uc.conversation_id,
        (SELECT MAX(msg.seq) FROM message msg
         WHERE msg.conversation_id = uc.conversation_id AND msg.seq > m.read_seq
           AND msg.seq >= m.join_seq AND msg.kind = 0 AND msg.sender_id <> uc.user_id) AS seq
      FROM user_conversation uc
      JOIN push_token t ON t.user_id = uc.user_id
      JOIN member m ON m.conversation_id = uc.conversation_id AND m.user_id = uc.user_id
      JOIN conversation c ON c.conversation_id = uc.conversation_id
      WHERE uc.user_id = ? AND m.is_member = TRUE AND c.last_sent_at >= ?
        AND c.last_ordinal > m.read_ordinal
      """;

  private final HandBacks handBacks;
  private final JdbcClient jdbc;
  private final NotificationTable notifications;
  private final LiveUsers live;
  private final InstantSource clock;

  Returned(
      HandBacks handBacks,
      JdbcClient jdbc,
      NotificationTable notifications,
      LiveUsers live,
      InstantSource clock) {
    this.handBacks = handBacks;
    this.jdbc = jdbc;
    this.notifications = notifications;
    this.live = live;
    this.clock = clock;
  }

  /// Deals with some. Blocks.
  ///
  /// @return whether there were any
  boolean turn() {
    List<HandBack> some = handBacks.read(AT_ONCE);
    Map<Long, Long> since = new HashMap<>();
    some.forEach(each -> since.merge(each.userId(), each.since(), Math::min));
    Set<Long> online = live.among(since.keySet()).keySet();
    List<Addressed> addressed = new ArrayList<>();
    since.forEach((user, time) -> {
      if (!online.contains(user)) {
        addressed.addAll(unread(user, time - SLACK.toMillis()));
      }
    });
    notifications.add(addressed, clock.millis());
    handBacks.done(some);
    return !some.isEmpty();
  }

  private List<Addressed> unread(long userId, long since) {
    return jdbc
        .sql(UNREAD)
        .params(userId, since)
        .query((row, number) ->
            new Addressed(
                userId, row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), false))
        .list()
        .stream()
        .filter(each -> each.seq() > 0)
        .toList();
  }
}
