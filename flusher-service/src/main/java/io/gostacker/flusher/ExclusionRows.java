package io.gostacker.flusher;

import io.gostacker.common.record.LogRecord.ExclusionChanged;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes `conversation_exclusion`: the last word on each row of a batch.
final class ExclusionRows {
  private static final MultiRowStatement PUT =
      new MultiRowStatement(
          """
          INSERT INTO conversation_exclusion (conversation_id, user_id, kind, until_at, by_id, at)\
          """,
          6,
          """
          ON DUPLICATE KEY UPDATE until_at = VALUES(until_at), by_id = VALUES(by_id),
            at = VALUES(at)\
          """);

  private final JdbcTemplate jdbc;

  ExclusionRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /// @param changes in the order of their keys, one a row
  void write(Collection<ExclusionChanged> changes) {
    PUT.run(
        jdbc,
        List.copyOf(changes),
        (values, change) ->
            values
                .number(change.conversationId())
                .number(change.userId())
                .number(change.kind().ordinal())
                .number(change.until())
                .number(change.by())
                .number(change.at()));
  }
}
