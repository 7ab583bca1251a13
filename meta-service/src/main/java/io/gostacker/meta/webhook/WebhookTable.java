package io.gostacker.meta.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `webhook`. All methods block and take part in the caller's transaction.
final class WebhookTable {
  private static final String SELECT = "SELECT name, url, secret, types, delivered_id FROM webhook";

  private final JdbcClient jdbc;

  WebhookTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Webhook> all() {
    return jdbc.sql(SELECT + " ORDER BY name").query(WebhookTable::row).list();
  }

  Optional<Webhook> find(String name) {
    return jdbc.sql(SELECT + " WHERE name = ?").param(name).query(WebhookTable::row).optional();
  }

  /// Makes or changes one; one that is there goes on where it is.
  ///
  /// @param now epoch milliseconds
  void put(Webhook webhook, long now) {
    jdbc.sql(
            """
            INSERT INTO webhook (name, url, secret, types, delivered_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE url = VALUES(url), secret = VALUES(secret), types = VALUES(types)
            """)
        .params(
            webhook.name(),
            webhook.url(),
            webhook.secret(),
            String.join(",", webhook.types()),
            webhook.deliveredId(),
            now)
        .update();
  }

  /// Moves how far it is told.
  ///
  /// @return whether it stood there
  boolean move(String name, long from, long to) {
    return jdbc.sql("UPDATE webhook SET delivered_id = ? WHERE name = ? AND delivered_id = ?")
            .params(to, name, from)
            .update()
        == 1;
  }

  /// In this order: what is told meanwhile either is seen here, or finds the webhook gone.
  void delete(String name) {
    jdbc.sql("DELETE FROM webhook WHERE name = ?").param(name).update();
    jdbc.sql("DELETE FROM webhook_late WHERE name = ?").param(name).update();
  }

  private static Webhook row(ResultSet row, int number) throws SQLException {
    String types = row.getString("types");
    return new Webhook(
        row.getString("name"),
        row.getString("url"),
        row.getString("secret"),
        types.isEmpty() ? List.of() : List.of(types.split(",")),
        row.getLong("delivered_id"));
  }
}
