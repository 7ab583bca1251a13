package io.gostacker.meta.push;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_dead`. Blocks.
final class DeadNotifications {
  private final JdbcClient jdbc;

  DeadNotifications(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A notification that was given up.
  ///
  /// @param at epoch milliseconds
  record Dead(
      long id,
      long userId,
      String deviceId,
      long conversationId,
      long seq,
      String provider,
      int tries,
      String reason,
      long at) {}

  /// Newest first, those before `below`.
  List<Dead> page(long below, int limit) {
    return jdbc.sql(
            """
            SELECT id, user_id, device_id, conversation_id, seq, provider, tries, reason, at
            FROM push_dead WHERE id < ? ORDER BY id DESC LIMIT ?
            """)
        .params(below, limit)
        .query((row, number) ->
            new Dead(
                row.getLong("id"),
                row.getLong("user_id"),
                row.getString("device_id"),
                row.getLong("conversation_id"),
                row.getLong("seq"),
                row.getString("provider"),
                row.getInt("tries"),
                row.getString("reason"),
                row.getLong("at")))
        .list();
  }
}
