package io.gostacker.meta.login;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `credential`. All methods block and take part in the caller's transaction.
final class Credentials {
  private final JdbcClient jdbc;

  Credentials(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Credential(long userId, String hash) {}

  /// Of the user with this name, in whatever case.
  Optional<Credential> find(int appId, String username) {
    return jdbc.sql(
            """
            SELECT c.user_id, c.password_hash FROM user u JOIN credential c ON c.user_id = u.user_id
            WHERE u.app_id = ? AND u.username = ?
            """)
        .params(appId, username)
        .query((row, number) -> new Credential(row.getLong(1), row.getString(2)))
        .optional();
  }

  /// @param username in the user's own case
  record Named(String username, String hash) {}

  /// Of a user; empty if the user has no password.
  Optional<Named> of(long userId) {
    return jdbc.sql(
            """
            SELECT u.username, c.password_hash FROM user u JOIN credential c ON c.user_id = u.user_id
            WHERE u.user_id = ?
            """)
        .param(userId)
        .query((row, number) -> new Named(row.getString(1), row.getString(2)))
        .optional();
  }

  /// Gives a user another hash if it is still the present one.
  ///
  /// @return whether it was
  boolean replace(long userId, String present, String next, long now) {
    return jdbc.sql(
                "UPDATE credential SET password_hash = ?, changed_at = ?"
                    + " WHERE user_id = ? AND password_hash = ?")
            .params(next, now, userId, present)
            .update()
        == 1;
  }

  void insert(long userId, String hash, long now) {
    jdbc.sql("INSERT INTO credential (user_id, password_hash, changed_at) VALUES (?, ?, ?)")
        .params(userId, hash, now)
        .update();
  }
}
