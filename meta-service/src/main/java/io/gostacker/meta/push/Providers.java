package io.gostacker.meta.push;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_provider`: who carries notifications here. It is read anew each time, a few
/// rows, for whoever sends may have begun with other ones. Blocks.
final class Providers {
  private final JdbcClient jdbc;

  Providers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param publicKey which browsers subscribe with; empty for providers that need none
  record Provider(String name, String publicKey) {}

  /// By name.
  List<Provider> all() {
    return jdbc.sql("SELECT name, public_key FROM push_provider ORDER BY name")
        .query((row, number) -> new Provider(row.getString(1), row.getString(2)))
        .list();
  }
}
