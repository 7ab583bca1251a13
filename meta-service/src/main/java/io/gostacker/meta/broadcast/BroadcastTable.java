package io.gostacker.meta.broadcast;

import io.gostacker.meta.broadcast.Audience.All;
import io.gostacker.meta.broadcast.Audience.InConversation;
import io.gostacker.meta.broadcast.Audience.Users;
import io.gostacker.meta.broadcast.Broadcast.Saying;
import io.gostacker.meta.broadcast.Broadcast.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `broadcast`. All methods block and take part in the caller's transaction.
final class BroadcastTable {
  private static final String SELECT =
      """
      SELECT row_id, app_id, broadcast_id, state, sender_id, content, is_system, audience,
        conversation_id, rate, total, after_id, sent, failures, reason, created_at, finished_at FROM broadcast
      """;

  private static final int MAX_REASON = 256;

  private final JdbcClient jdbc;

  BroadcastTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A new one, which runs; its [Broadcast#rowId] does not count.
  ///
  /// @return the row's id
  /// @throws org.springframework.dao.DuplicateKeyException if there is one by this name
  long insert(Broadcast broadcast, byte[] requestHash) {
    Audience audience = broadcast.audience();
    jdbc.sql(
            """
            INSERT INTO broadcast (app_id, broadcast_id, request_hash, state, sender_id, content,
              is_system, audience, conversation_id, rate, total, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            broadcast.appId(),
            broadcast.broadcastId(),
            requestHash,
            broadcast.state().wireName(),
            broadcast.senderId(),
            broadcast.saying().json(),
            broadcast.saying().system(),
            name(audience),
            audience instanceof InConversation(long conversationId) ? conversationId : 0,
            broadcast.rate(),
            broadcast.total(),
            broadcast.createdAt())
        .update();
    return jdbc.sql("SELECT row_id FROM broadcast WHERE app_id = ? AND broadcast_id = ?")
        .params(broadcast.appId(), broadcast.broadcastId())
        .query(Long.class)
        .single();
  }

  Optional<Broadcast> find(int appId, String broadcastId) {
    return jdbc.sql(SELECT + " WHERE app_id = ? AND broadcast_id = ?")
        .params(appId, broadcastId)
        .query(BroadcastTable::row)
        .optional();
  }

  Optional<byte[]> requestHash(int appId, String broadcastId) {
    return jdbc.sql("SELECT request_hash FROM broadcast WHERE app_id = ? AND broadcast_id = ?")
        .params(appId, broadcastId)
        .query((row, number) -> row.getBytes(1))
        .optional();
  }

  /// It, if it still runs.
  Optional<Broadcast> running(long rowId) {
    return jdbc.sql(SELECT + " WHERE row_id = ? AND state = 'running'")
        .param(rowId)
        .query(BroadcastTable::row)
        .optional();
  }

  /// The rows of all that run, the oldest first.
  List<Long> running() {
    return jdbc.sql("SELECT row_id FROM broadcast WHERE state = 'running' ORDER BY row_id")
        .query(Long.class)
        .list();
  }

  boolean isRunning(long rowId) {
    return jdbc.sql("SELECT COUNT(*) FROM broadcast WHERE row_id = ? AND state = 'running'")
            .param(rowId)
            .query(Long.class)
            .single()
        > 0;
  }

  /// The newest first.
  ///
  /// @param before rows below this one
  List<Broadcast> page(int appId, long before, int limit) {
    return jdbc.sql(SELECT + " WHERE app_id = ? AND row_id < ? ORDER BY row_id DESC LIMIT ?")
        .params(appId, before, limit)
        .query(BroadcastTable::row)
        .list();
  }

  /// Notes that recipients are through, of one that was cancelled meanwhile too.
  ///
  /// @param to up to whom
  /// @param tally what all have come to
  /// @return false if it stands elsewhere: another instance has taken over
  boolean move(Broadcast broadcast, long to, Tally tally) {
    return jdbc.sql(
                """
                UPDATE broadcast SET after_id = ?, sent = ?, failures = ?
                WHERE row_id = ? AND after_id = ?
                """)
            .params(to, tally.sent(), tally.failuresText(), broadcast.rowId(), broadcast.afterId())
            .update()
        == 1;
  }

  /// Ends one that runs.
  ///
  /// @param total recipients, as it turned out
  /// @param now epoch milliseconds
  /// @return whether it ran
  boolean end(long rowId, State state, long total, String reason, long now) {
    return jdbc.sql(
                """
                UPDATE broadcast SET state = ?, total = ?, reason = ?, finished_at = ?
                WHERE row_id = ? AND state = 'running'
                """)
            .params(state.wireName(), total, shortened(reason), now, rowId)
            .update()
        == 1;
  }

  /// Notes that recipients are through and ends it, both or neither; one that was cancelled
  /// meanwhile stays so.
  ///
  /// @param to up to whom
  /// @param tally what all have come to
  /// @param now epoch milliseconds
  /// @return false if it stands elsewhere: another instance has taken over
  boolean endAt(Broadcast broadcast, long to, Tally tally, State state, String reason, long now) {
    // MySQL assigns in this order, so the state is changed last.
    return jdbc.sql(
                """
                UPDATE broadcast SET after_id = ?, sent = ?, failures = ?,
                  reason = IF(state = 'running', ?, reason),
                  finished_at = IF(state = 'running', ?, finished_at),
                  state = IF(state = 'running', ?, state)
                WHERE row_id = ? AND after_id = ?
                """)
            .params(
                to,
                tally.sent(),
                tally.failuresText(),
                shortened(reason),
                now,
                state.wireName(),
                broadcast.rowId(),
                broadcast.afterId())
            .update()
        == 1;
  }

  private static String shortened(String reason) {
    return reason.substring(0, Math.min(MAX_REASON, reason.length()));
  }

  /// @return whether it ran
  boolean changeRate(long rowId, int rate) {
    return jdbc.sql("UPDATE broadcast SET rate = ? WHERE row_id = ? AND state = 'running'")
            .params(rate, rowId)
            .update()
        == 1;
  }

  /// Some that were over before a time.
  List<Long> endedBefore(long time, int limit) {
    return jdbc.sql(
            "SELECT row_id FROM broadcast WHERE state <> 'running' AND finished_at < ? LIMIT ?")
        .params(time, limit)
        .query(Long.class)
        .list();
  }

  void delete(long rowId) {
    jdbc.sql("DELETE FROM broadcast WHERE row_id = ?").param(rowId).update();
  }

  private static String name(Audience audience) {
    return switch (audience) {
      case All all -> "all";
      case Users users -> "users";
      case InConversation in -> "conversation";
    };
  }

  private static Audience audience(ResultSet row) throws SQLException {
    return switch (row.getString("audience")) {
      case "all" -> new All();
      case "users" -> new Users(row.getLong("total"));
      default -> new InConversation(row.getLong("conversation_id"));
    };
  }

  private static Broadcast row(ResultSet row, int number) throws SQLException {
    return new Broadcast(
        row.getLong("row_id"),
        row.getInt("app_id"),
        row.getString("broadcast_id"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getLong("sender_id"),
        new Saying(row.getBytes("content"), row.getBoolean("is_system")),
        audience(row),
        row.getInt("rate"),
        row.getLong("total"),
        row.getLong("after_id"),
        Tally.parse(row.getLong("sent"), row.getString("failures")),
        row.getString("reason"),
        row.getLong("created_at"),
        row.getLong("finished_at"));
  }
}
