package io.gostacker.meta.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `webhook_late`. All methods block and take part in the caller's transaction.
final class LateEvents {
  private static final int MAX_REASON = 256;

  /// How many are forgotten in one statement.
  private static final int STEP = 500;

  private static final int MOST_REVIVED = 10_000;

  private final JdbcClient jdbc;

  LateEvents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// An event that is to be tried again.
  ///
  /// @param tries how often it was tried
  /// @param firstAt when it was first; 0 for never
  record Late(long eventId, String lane, byte[] body, int tries, long firstAt) {}

  /// An event that was given up, as the app's back end sees it.
  record Dead(String eventId, int tries, String reason) {}

  /// How many wait, and how many were given up.
  record Count(long waiting, long dead) {}

  /// The first of each lane, if its time has come.
  ///
  /// @param now epoch milliseconds
  List<Late> due(String name, long now, int limit) {
    return jdbc.sql(
            """
            SELECT l.event_id, l.lane, l.payload, l.tries, l.first_at FROM webhook_late l
            JOIN (SELECT MIN(event_id) AS event_id FROM webhook_late
                  WHERE name = :name AND dead = FALSE GROUP BY lane) heads
              ON heads.event_id = l.event_id
            WHERE l.name = :name AND l.next_at <= :now ORDER BY l.next_at, l.event_id LIMIT :limit
            """)
        .param("name", name)
        .param("now", now)
        .param("limit", limit)
        .query(LateEvents::row)
        .list();
  }

  /// The first of a lane.
  Optional<Late> first(String name, String lane) {
    return jdbc.sql(
            "SELECT event_id, lane, payload, tries, first_at FROM webhook_late"
                + " WHERE name = ? AND dead = FALSE AND lane = ? ORDER BY event_id LIMIT 1")
        .params(name, lane)
        .query(LateEvents::row)
        .optional();
  }

  private static Late row(ResultSet row, int number) throws SQLException {
    return new Late(
        row.getLong("event_id"),
        row.getString("lane"),
        row.getBytes("payload"),
        row.getInt("tries"),
        row.getLong("first_at"));
  }

  /// Lanes in which something waits.
  Set<String> lanes(String name) {
    return new HashSet<>(
        jdbc.sql("SELECT DISTINCT lane FROM webhook_late WHERE name = ? AND dead = FALSE")
            .param(name)
            .query(String.class)
            .list());
  }

  Count count(String name) {
    return jdbc.sql(
            "SELECT COALESCE(SUM(dead = FALSE), 0), COALESCE(SUM(dead), 0) FROM webhook_late"
                + " WHERE name = ?")
        .param(name)
        .query((row, number) -> new Count(row.getLong(1), row.getLong(2)))
        .single();
  }

  /// Whether so many wait.
  boolean isFull(String name, int bound) {
    return jdbc.sql(
                "SELECT COUNT(*) FROM (SELECT event_id FROM webhook_late WHERE name = ?"
                    + " AND dead = FALSE LIMIT ?) waiting")
            .params(name, bound)
            .query(Long.class)
            .single()
        >= bound;
  }

  /// Forgets what was given up and was tried first before a time, some at a time.
  ///
  /// @param before epoch milliseconds
  void forgetDead(long before) {
    int forgotten = STEP;
    while (forgotten == STEP) {
      forgotten =
          jdbc.sql("DELETE FROM webhook_late WHERE dead = TRUE AND first_at < ? LIMIT ?")
              .params(before, STEP)
              .update();
    }
  }

  /// Puts one among those that wait, to be tried as soon as it is the first of its lane.
  void add(String name, Told event) {
    jdbc.sql(
            """
            INSERT INTO webhook_late (name, event_id, lane, payload) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE dead = FALSE, tries = 0, first_at = 0, next_at = 0, reason = ''
            """)
        .params(name, event.id(), event.lane(), event.body())
        .update();
  }

  void delivered(String name, long eventId) {
    jdbc.sql("DELETE FROM webhook_late WHERE name = ? AND event_id = ?")
        .params(name, eventId)
        .update();
  }

  /// It was tried in vain.
  ///
  /// @param nextAt when it is tried again; not looked at when it is given up
  void failed(
      String name, long eventId, long firstAt, long nextAt, boolean givenUp, String reason) {
    jdbc.sql(
            "UPDATE webhook_late SET tries = tries + 1, first_at = ?, next_at = ?, dead = ?,"
                + " reason = ? WHERE name = ? AND event_id = ?")
        .params(
            firstAt,
            nextAt,
            givenUp,
            reason.substring(0, Math.min(MAX_REASON, reason.length())),
            name,
            eventId)
        .update();
  }

  /// What was given up, oldest first.
  List<Dead> dead(String name, long after, int limit) {
    return jdbc.sql(
            "SELECT event_id, tries, reason FROM webhook_late WHERE name = ? AND dead = TRUE"
                + " AND event_id > ? ORDER BY event_id LIMIT ?")
        .params(name, after, limit)
        .query((row, number) ->
            new Dead(Long.toString(row.getLong(1)), row.getInt(2), row.getString(3)))
        .list();
  }

  /// What was given up is tried again, the oldest 10,000 of it.
  ///
  /// @return how many
  int revive(String name) {
    return jdbc.sql(
            "UPDATE webhook_late SET dead = FALSE, tries = 0, first_at = 0, next_at = 0, reason = ''"
                + " WHERE name = ? AND dead = TRUE ORDER BY event_id LIMIT ?")
        .params(name, MOST_REVIVED)
        .update();
  }
}
