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
  private static final int AT_ONCE = 10;

  /// A gateway's clock and that of who gave messages their time may differ by so much.
  private static final Duration SLACK = Duration.ofSeconds(5);

  /// What is older was handed back while nobody was notified at all.
  private static final Duration TOO_OLD = Duration.ofDays(1);

  /// How many messages of a conversation are looked through for mentions.
  private static final int LOOKED_THROUGH = 50;

  private static final String DEVICES =
      "SELECT device_id, provider FROM push_token WHERE user_id = ?";

  private static final String CONVERSATIONS =
      """
      SELECT uc.conversation_id, GREATEST(m.read_seq + 1, m.join_seq)
      FROM user_conversation uc
      JOIN member m ON m.conversation_id = uc.conversation_id AND m.user_id = uc.user_id
      JOIN conversation c ON c.conversation_id = uc.conversation_id
      WHERE uc.user_id = ? AND m.is_member = TRUE AND c.last_sent_at >= ?
        AND c.last_ordinal > m.read_ordinal
      """;

  private static final String UNREAD =
      """
      SELECT seq, sender_id, content FROM message
      WHERE conversation_id = ? AND seq >= ? AND kind = 0 AND sender_id <> ?
      ORDER BY seq DESC LIMIT ?
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
    long tooOld = clock.millis() - TOO_OLD.toMillis();
    since.forEach((user, time) -> {
      if (!online.contains(user) && time > tooOld) {
        unread(user, time - SLACK.toMillis(), addressed);
      }
    });
    notifications.add(addressed, clock.millis());
    handBacks.done(some);
    return !some.isEmpty();
  }

  private record Device(String id, String provider) {}

  private record Unread(long conversationId, long from) {}

  private void unread(long userId, long since, List<Addressed> to) {
    List<Device> devices =
        jdbc.sql(DEVICES)
            .param(userId)
            .query((row, number) -> new Device(row.getString(1), row.getString(2)))
            .list();
    if (devices.isEmpty()) {
      return;
    }
    jdbc.sql(CONVERSATIONS)
        .params(userId, since)
        .query((row, number) -> new Unread(row.getLong(1), row.getLong(2)))
        .list()
        .forEach(unread -> address(userId, devices, unread, to));
  }

  /// The latest message, and the latest that mentions the user.
  private void address(long userId, List<Device> devices, Unread unread, List<Addressed> to) {
    List<FeedMessage> latest =
        jdbc.sql(UNREAD)
            .params(unread.conversationId(), unread.from(), userId, LOOKED_THROUGH)
            .query((row, number) ->
                FeedMessage.of(
                    unread.conversationId(), row.getLong(1), row.getLong(2), row.getBytes(3)))
            .list();
    for (FeedMessage message : latest) {
      boolean isMention = message.mentions(userId);
      if (message == latest.getFirst() || isMention) {
        devices.forEach(device ->
            to.add(
                new Addressed(
                    userId,
                    device.id(),
                    device.provider(),
                    message.conversationId(),
                    message.seq(),
                    isMention)));
      }
      if (isMention) {
        return;
      }
    }
  }
}
