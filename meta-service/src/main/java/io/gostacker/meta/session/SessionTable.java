package io.gostacker.meta.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `device_session`, and the end of what a device has only while it is logged in: its row
/// in `push_token`. Rows are locked by primary key only, so that logins of different users never
/// wait for each other. All methods block and take part in the caller's transaction.
final class SessionTable {
  private static final String SELECT =
      """
      SELECT session_id, app_id, user_id, device_id, created_at, access_expires_at, ended_at
      FROM device_session
      """;

  private final JdbcClient jdbc;

  SessionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Lets one login of a user wait for another until the transaction ends.
  void lockUser(long userId) {
    jdbc.sql("SELECT user_id FROM user WHERE user_id = ? FOR UPDATE")
        .param(userId)
        .query(Long.class)
        .optional();
  }

  /// As [#lockUser] for several, one after the other in the order of their ids; answers who there
  /// is.
  List<Long> lockUsers(int appId, Collection<Long> userIds) {
    return jdbc.sql(
            "SELECT user_id FROM user WHERE user_id IN (:ids) AND app_id = :app ORDER BY user_id"
                + " FOR UPDATE")
        .param("ids", List.copyOf(userIds))
        .param("app", appId)
        .query(Long.class)
        .list();
  }

  /// Living sessions of several users, oldest first.
  List<DeviceSession> living(Collection<Long> userIds) {
    return jdbc.sql(
            SELECT + "WHERE user_id IN (:ids) AND ended_at = 0 ORDER BY created_at, session_id")
        .param("ids", List.copyOf(userIds))
        .query(SessionTable::row)
        .list();
  }

  /// Living sessions of a user, oldest first.
  List<DeviceSession> living(long userId) {
    return jdbc.sql(SELECT + "WHERE user_id = ? AND ended_at = 0 ORDER BY created_at, session_id")
        .param(userId)
        .query(SessionTable::row)
        .list();
  }

  /// What a user is logged in with, oldest login first.
  List<Devices.Device> devices(long userId) {
    return jdbc.sql(
            """
            SELECT session_id, device_id, platform, created_at, active_at FROM device_session
            WHERE user_id = ? AND ended_at = 0 ORDER BY created_at, session_id
            """)
        .param(userId)
        .query((row, number) ->
            new Devices.Device(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5)))
        .list();
  }

  /// The session, locked.
  Optional<DeviceSession> lock(String sessionId) {
    return jdbc.sql(SELECT + "WHERE session_id = ? FOR UPDATE")
        .param(sessionId)
        .query(SessionTable::row)
        .optional();
  }

  /// Living sessions whose refresh token expired before `now`.
  List<String> expired(long now, int limit) {
    return jdbc.sql(
            "SELECT session_id FROM device_session WHERE ended_at = 0 AND refresh_expires_at < ?"
                + " LIMIT ?")
        .params(now, limit)
        .query(String.class)
        .list();
  }

  /// Sessions that ended after `since` and of which there may be access tokens at `now`.
  List<DeviceSession> endedSince(long since, long now) {
    return jdbc.sql(SELECT + "WHERE ended_at > ? AND access_expires_at > ?")
        .params(since, now)
        .query(SessionTable::row)
        .list();
  }

  void insert(DeviceSession session, String platform, long refreshExpiresAt) {
    jdbc.sql(
            """
            INSERT INTO device_session (session_id, app_id, user_id, device_id, platform, created_at,
              active_at, access_expires_at, refresh_expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            session.sessionId(),
            session.appId(),
            session.userId(),
            session.deviceId(),
            platform,
            session.createdAt(),
            session.createdAt(),
            session.accessExpiresAt(),
            refreshExpiresAt)
        .update();
  }

  /// As [#insert] for several, in one statement.
  ///
  /// @param sessions at most 1,000; none does nothing
  void insertAll(List<DeviceSession> sessions, long refreshExpiresAt) {
    if (sessions.isEmpty()) {
      return;
    }
    List<Object> values = new ArrayList<>(sessions.size() * 8);
    for (DeviceSession session : sessions) {
      values.add(session.sessionId());
      values.add(session.appId());
      values.add(session.userId());
      values.add(session.deviceId());
      values.add(session.createdAt());
      values.add(session.createdAt());
      values.add(session.accessExpiresAt());
      values.add(refreshExpiresAt);
    }
    jdbc.sql(
            "INSERT INTO device_session (session_id, app_id, user_id, device_id, created_at,"
                + " active_at, access_expires_at, refresh_expires_at) VALUES "
                + String.join(
                    ", ", Collections.nCopies(sessions.size(), "(?, ?, ?, ?, ?, ?, ?, ?)")))
        .params(values)
        .update();
  }

  void prolong(String sessionId, long now, long accessExpiresAt, long refreshExpiresAt) {
    jdbc.sql(
            "UPDATE device_session SET active_at = ?, access_expires_at = ?, refresh_expires_at = ?"
                + " WHERE session_id = ?")
        .params(now, accessExpiresAt, refreshExpiresAt, sessionId)
        .update();
  }

  /// Ends a session. Its device is not notified any more.
  void end(DeviceSession session, long now) {
    endAll(List.of(session), now);
  }

  /// As [#end] for several; none does nothing. Sessions first: who hands in a token holds the
  /// session, so it comes before and its token goes, or finds the session ended.
  void endAll(List<DeviceSession> sessions, long now) {
    replaceAll(sessions, now);
    sessions.stream()
        .collect(
            Collectors.groupingBy(
                DeviceSession::userId,
                TreeMap::new,
                Collectors.mapping(DeviceSession::deviceId, Collectors.toList())))
        .forEach(this::removePushTokens);
  }

  /// As [#endAll], of devices that stay logged in with a newer session: they are notified still.
  void replaceAll(List<DeviceSession> sessions, long now) {
    if (sessions.isEmpty()) {
      return;
    }
    jdbc.sql(
            "UPDATE device_session SET ended_at = :now WHERE session_id IN (:ids) AND ended_at = 0")
        .param("now", now)
        .param("ids", sessions.stream().map(DeviceSession::sessionId).toList())
        .update();
  }

  private void removePushTokens(long userId, List<String> deviceIds) {
    jdbc.sql("DELETE FROM push_token WHERE user_id = :user AND device_id IN (:devices)")
        .param("user", userId)
        .param("devices", deviceIds)
        .update();
  }

  /// Forgets up to `limit` sessions that ended before `before`; answers how many.
  int deleteEnded(long before, int limit) {
    return jdbc.sql("DELETE FROM device_session WHERE ended_at > 0 AND ended_at < ? LIMIT ?")
        .params(before, limit)
        .update();
  }

  private static DeviceSession row(ResultSet row, int number) throws SQLException {
    return new DeviceSession(
        row.getString("session_id"),
        row.getInt("app_id"),
        row.getLong("user_id"),
        row.getString("device_id"),
        row.getLong("created_at"),
        row.getLong("access_expires_at"),
        row.getLong("ended_at"));
  }
}
