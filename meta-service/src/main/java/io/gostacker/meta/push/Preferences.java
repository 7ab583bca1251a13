package io.gostacker.meta.push;

import io.gostacker.common.transaction.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_preference`. All methods block.
final class Preferences {
  private static final String SELECT =
      """
      SELECT hide_previews, mentions, quiet_from, quiet_to, zone FROM push_preference
      WHERE user_id = ?
      """;

  private final JdbcClient jdbc;
  private final Transactions transactions;

  Preferences(JdbcClient jdbc, Transactions transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  Preference of(long userId) {
    return jdbc.sql(SELECT)
        .param(userId)
        .query(Preferences::row)
        .optional()
        .orElse(Preference.DEFAULT);
  }

  /// Changes are made one after the other: none is lost.
  ///
  /// @return what holds from now on
  Preference change(long userId, UnaryOperator<Preference> change) {
    return transactions.run(() -> {
      // Somebody's first ones need a row to wait for each other.
      jdbc.sql(
              """
              INSERT INTO push_preference (user_id) VALUES (?)
              ON DUPLICATE KEY UPDATE user_id = VALUES(user_id)
              """)
          .param(userId)
          .update();
      Preference present =
          jdbc.sql(SELECT + "FOR UPDATE").param(userId).query(Preferences::row).single();
      Preference changed = change.apply(present);
      put(userId, changed);
      return changed;
    });
  }

  private void put(long userId, Preference preference) {
    Preference.@Nullable QuietHours hours = preference.quietHours();
    jdbc.sql(
            """
            UPDATE push_preference SET hide_previews = :hide, mentions = :mentions,
              quiet_from = :from, quiet_to = :to, zone = :zone
            WHERE user_id = :user
            """)
        .param("hide", preference.hidePreviews())
        .param("mentions", preference.mentions())
        .param("from", hours == null ? null : hours.fromMinutes())
        .param("to", hours == null ? null : hours.toMinutes())
        .param("zone", hours == null ? "UTC" : hours.zone())
        .param("user", userId)
        .update();
  }

  private static Preference row(ResultSet row, int number) throws SQLException {
    int from = row.getInt("quiet_from");
    boolean quiet = !row.wasNull();
    return new Preference(
        row.getBoolean("hide_previews"),
        row.getBoolean("mentions"),
        quiet
            ? Preference.QuietHours.of(from, row.getInt("quiet_to"), row.getString("zone"))
            : null);
  }
}
