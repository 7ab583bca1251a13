package io.gostacker.push.dispatch;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_provider`, by which meta knows which tokens can be used. Blocks.
public final class ProviderNames {
  private final JdbcClient jdbc;

  public ProviderNames(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// From now on there are these; part of the caller's transaction.
  ///
  /// @param keys public ones by name; empty where there is none
  void put(Map<String, String> keys) {
    jdbc.sql("DELETE FROM push_provider").update();
    keys.forEach((name, key) ->
        jdbc.sql("INSERT INTO push_provider (name, public_key) VALUES (?, ?)")
            .params(name, key)
            .update());
  }
}
