package io.gostacker.push.dispatch;

import io.gostacker.push.outbox.Claimed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads what decides whether and how notifications are sent. All methods block.
final class DueQuery {
  private static final String CLAIMED =
      """
      SELECT n.user_id, n.device_id, n.conversation_id, n.provider, n.seq, n.tries, n.first_at,
        n.lease, n.seen_online,
        IF(n.mention_seq > n.sent_seq, n.mention_seq, 0) AS mention_seq,
        t.provider AS token_provider, t.token,
        COALESCE(p.hide_previews, FALSE) AS hide_previews, COALESCE(p.mentions, TRUE) AS mentions,
        p.quiet_from, p.quiet_to, p.zone, COALESCE(q.muted_until, 0) AS muted_until,
        m.is_member, m.read_seq, c.type, c.name, c.disbanded_at,
        msg.content, u.nickname
      FROM push_notification n
      LEFT JOIN push_token t ON t.user_id = n.user_id AND t.device_id = n.device_id
      LEFT JOIN push_preference p ON p.user_id = n.user_id
      LEFT JOIN push_mute q ON q.user_id = n.user_id AND q.conversation_id = n.conversation_id
      LEFT JOIN member m ON m.conversation_id = n.conversation_id AND m.user_id = n.user_id
      LEFT JOIN conversation c ON c.conversation_id = n.conversation_id
      LEFT JOIN message msg ON msg.conversation_id = n.conversation_id AND msg.seq = n.seq
      LEFT JOIN user u ON u.user_id = msg.sender_id
      WHERE n.provider = ? AND n.due_at = ? AND n.lease = n.due_at
      """;

  private static final String BADGES =
      """
      SELECT uc.user_id, SUM(GREATEST(0, c.last_ordinal - m.read_ordinal))
      FROM user_conversation uc
      JOIN member m ON m.conversation_id = uc.conversation_id AND m.user_id = uc.user_id
      JOIN conversation c ON c.conversation_id = uc.conversation_id
      WHERE uc.user_id IN (:ids) AND m.is_member = TRUE AND c.disbanded_at = 0
      GROUP BY uc.user_id
      """;

  private final JdbcClient jdbc;

  DueQuery(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// What was claimed together.
  List<Due> claimed(String provider, long lease) {
    return jdbc.sql(CLAIMED).params(provider, lease).query((row, number) -> due(row)).list();
  }

  /// How many messages users have not read; those with none may be missing.
  Map<Long, Long> unread(Collection<Long> users) {
    Map<Long, Long> unread = new HashMap<>();
    if (!users.isEmpty()) {
      jdbc.sql(BADGES)
          .param("ids", users)
          .query(row -> {
            unread.put(row.getLong(1), row.getLong(2));
          });
    }
    return unread;
  }

  private static Due due(ResultSet row) throws SQLException {
    Claimed claimed =
        new Claimed(
            row.getLong("user_id"),
            row.getString("device_id"),
            row.getLong("conversation_id"),
            row.getString("provider"),
            row.getLong("seq"),
            row.getLong("mention_seq"),
            row.getInt("tries"),
            row.getLong("first_at"),
            row.getLong("lease"),
            row.getBoolean("seen_online"));
    return new Due(claimed, device(row), wishes(row), reading(row), shown(row));
  }

  private static Due.@Nullable Device device(ResultSet row) throws SQLException {
    String token = row.getString("token");
    return token == null ? null : new Due.Device(row.getString("token_provider"), token);
  }

  private static Due.Wishes wishes(ResultSet row) throws SQLException {
    Object from = row.getObject("quiet_from");
    Object to = row.getObject("quiet_to");
    QuietHours quiet =
        from instanceof Number first && to instanceof Number last
            ? QuietHours.of(first.intValue(), last.intValue(), row.getString("zone"))
            : null;
    return new Due.Wishes(
        row.getBoolean("hide_previews"),
        row.getBoolean("mentions"),
        quiet,
        row.getLong("muted_until"));
  }

  private static Due.@Nullable Reading reading(ResultSet row) throws SQLException {
    boolean isMember = row.getBoolean("is_member");
    return row.wasNull() ? null : new Due.Reading(isMember, row.getLong("read_seq"));
  }

  private static Due.@Nullable Shown shown(ResultSet row) throws SQLException {
    byte[] content = row.getBytes("content");
    if (content == null || row.getLong("disbanded_at") != 0) {
      return null;
    }
    boolean isDirect = row.getInt("type") == 0;
    return new Due.Shown(isDirect, row.getString("name"), row.getString("nickname"), content);
  }
}
