package io.gostacker.push.feed;

import io.gostacker.common.presence.LiveUsers;
import io.gostacker.push.outbox.Addressed;
import io.gostacker.push.outbox.NotificationTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds those devices that are to be notified of messages, and notes them. All methods block.
final class Recipients {
  /// Members that are looked up at a time.
  private static final int PAGE = 2_000;

  private static final String DEVICES =
      """
      SELECT m.user_id, t.device_id, t.provider, m.join_seq
      FROM member m JOIN push_token t ON t.user_id = m.user_id
      WHERE m.conversation_id = ? AND m.is_member = TRUE AND m.user_id > ?
      ORDER BY m.user_id LIMIT ?
      """;

  /// Of conversations that together have few members.
  private static final String DEVICES_OF_SMALL =
      """
      SELECT m.conversation_id, m.user_id, t.device_id, t.provider, m.join_seq
      FROM member m JOIN push_token t ON t.user_id = m.user_id
      WHERE m.conversation_id IN (:ids) AND m.is_member = TRUE
      """;

  private static final String SIZES =
      "SELECT conversation_id, member_count FROM conversation WHERE conversation_id IN (:ids)";

  private final JdbcClient jdbc;
  private final NotificationTable notifications;
  private final LiveUsers live;
  private final InstantSource clock;

  Recipients(
      JdbcClient jdbc, NotificationTable notifications, LiveUsers live, InstantSource clock) {
    this.jdbc = jdbc;
    this.notifications = notifications;
    this.live = live;
    this.clock = clock;
  }

  private record Device(long userId, String deviceId, String provider, long joinSeq) {}

  /// Notes everybody without a live socket who is to be notified.
  ///
  /// @param messages of any conversations, in order
  /// @return the gateways that were relied on to reach the others
  Set<String> note(List<FeedMessage> messages) {
    Set<String> gateways = new HashSet<>();
    Map<Long, List<FeedMessage>> byConversation =
        messages.stream()
            .collect(
                Collectors.groupingBy(
                    FeedMessage::conversationId, TreeMap::new, Collectors.toList()));
    List<Long> small = new ArrayList<>();
    int members = 0;
    for (Map.Entry<Long, Integer> size : sizes(byConversation.keySet()).entrySet()) {
      List<FeedMessage> its = byConversation.getOrDefault(size.getKey(), List.of());
      if (size.getValue() > PAGE / 2) {
        noteLarge(size.getKey(), its, gateways);
        continue;
      }
      if (members + size.getValue() > PAGE) {
        noteSmall(small, byConversation, gateways);
        small.clear();
        members = 0;
      }
      small.add(size.getKey());
      members += size.getValue();
    }
    noteSmall(small, byConversation, gateways);
    return gateways;
  }

  private Map<Long, Integer> sizes(Set<Long> conversations) {
    Map<Long, Integer> sizes = new TreeMap<>();
    if (!conversations.isEmpty()) {
      jdbc.sql(SIZES)
          .param("ids", conversations)
          .query(row -> {
            sizes.put(row.getLong(1), row.getInt(2));
          });
    }
    return sizes;
  }

  private void noteLarge(long conversation, List<FeedMessage> messages, Set<String> gateways) {
    long after = 0;
    List<Device> page;
    do {
      page =
          jdbc.sql(DEVICES)
              .params(conversation, after, PAGE)
              .query((row, number) -> device(row.getLong(1), row, 2))
              .list();
      if (!page.isEmpty()) {
        // A user's devices may be more than end a page: they are looked up again, which is
        // harmless.
        long last = page.getLast().userId();
        after = page.size() == PAGE && page.getFirst().userId() < last ? last - 1 : last;
        note(Map.of(conversation, page), Map.of(conversation, messages), gateways);
      }
    } while (page.size() == PAGE);
  }

  private void noteSmall(
      List<Long> conversations, Map<Long, List<FeedMessage>> messages, Set<String> gateways) {
    if (conversations.isEmpty()) {
      return;
    }
    Map<Long, List<Device>> devices = new HashMap<>();
    jdbc.sql(DEVICES_OF_SMALL)
        .param("ids", conversations)
        .query(row -> {
          devices
              .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
              .add(device(row.getLong(2), row, 3));
        });
    note(devices, messages, gateways);
  }

  private static Device device(long userId, ResultSet row, int from) throws SQLException {
    return new Device(userId, row.getString(from), row.getString(from + 1), row.getLong(from + 2));
  }

  private void note(
      Map<Long, List<Device>> devices,
      Map<Long, List<FeedMessage>> messages,
      Set<String> gateways) {
    Set<Long> users =
        devices.values().stream()
            .flatMap(List::stream)
            .map(Device::userId)
            .collect(Collectors.toSet());
    Map<Long, String> online = live.among(users);
    gateways.addAll(online.values());
    List<Addressed> addressed = new ArrayList<>();
    devices.forEach((conversation, all) -> {
      for (Device device : all) {
        if (!online.containsKey(device.userId())) {
          address(device, messages.getOrDefault(conversation, List.of()), addressed);
        }
      }
    });
    notifications.add(addressed, clock.millis());
  }

  /// The latest message, and the latest that mentions the user.
  private static void address(Device device, List<FeedMessage> messages, List<Addressed> to) {
    FeedMessage latest = null;
    FeedMessage mention = null;
    for (FeedMessage message : messages) {
      if (message.senderId() != device.userId() && message.seq() >= device.joinSeq()) {
        latest = message;
        mention = message.mentions(device.userId()) ? message : mention;
      }
    }
    if (mention != null && mention != latest) {
      to.add(addressed(device, mention, true));
    }
    if (latest != null) {
      to.add(addressed(device, latest, mention == latest));
    }
  }

  private static Addressed addressed(Device device, FeedMessage message, boolean isMention) {
    return new Addressed(
        device.userId(),
        device.deviceId(),
        device.provider(),
        message.conversationId(),
        message.seq(),
        isMention);
  }
}
