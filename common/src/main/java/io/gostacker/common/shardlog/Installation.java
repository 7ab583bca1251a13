package io.gostacker.common.shardlog;

import org.springframework.jdbc.core.simple.JdbcClient;

/// What an installation was started with first and keeps for ever, in the table `installation`.
public final class Installation {
  private static final String SHARDS = "shards";

  private Installation() {}

  /// Makes sure that the number of shards is that of the first start: with another one,
  /// conversations would be looked for in the wrong logs. Blocks.
  ///
  /// @throws IllegalStateException if it is not, naming the setting and the number it must have
  public static void keepShards(JdbcClient jdbc, Shards shards) {
    jdbc.sql(
            "INSERT INTO installation (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = name")
        .params(SHARDS, Integer.toString(shards.count()))
        .update();
    int first =
        jdbc.sql("SELECT value FROM installation WHERE name = ?")
            .param(SHARDS)
            .query(Integer.class)
            .single();
    if (first != shards.count()) {
      throw new IllegalStateException(
          "gostacker.shards is %d, but this database was first started with %d: set it to that"
              .formatted(shards.count(), first));
    }
  }
}
