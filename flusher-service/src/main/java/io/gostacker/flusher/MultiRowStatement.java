package io.gostacker.flusher;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// A statement that takes many rows of values at once, run in chunks of at most [#MAX_ROWS] rows
/// and about [#MAX_BYTES] (well below any `max_allowed_packet`).
///
/// @param head what stands before the rows
/// @param columns how many values a row has
/// @param tail what stands after them
record MultiRowStatement(String head, int columns, String tail) {
  static final int MAX_ROWS = 1_000;
  private static final long MAX_BYTES = 512 * 1024;

  /// Binds one row's values in order.
  interface Binder<T> {
    void bind(Values values, T row) throws SQLException;
  }

  <T> void run(JdbcTemplate jdbc, List<T> rows, Binder<T> binder) {
    run(jdbc, rows, row -> 1, binder);
  }

  /// @param size of a row in bytes, roughly
  <T> void run(JdbcTemplate jdbc, List<T> rows, ToLongFunction<T> size, Binder<T> binder) {
    int from = 0;
    while (from < rows.size()) {
      int to = from;
      long bytes = 0;
      while (to < rows.size() && to - from < MAX_ROWS && (to == from || bytes < MAX_BYTES)) {
        bytes += size.applyAsLong(rows.get(to++));
      }
      runChunk(jdbc, rows.subList(from, to), binder);
      from = to;
    }
  }

  private <T> void runChunk(JdbcTemplate jdbc, List<T> chunk, Binder<T> binder) {
    jdbc.update(
        sql(chunk.size()),
        statement -> {
          Values values = new Values(statement);
          for (T row : chunk) {
            binder.bind(values, row);
          }
        });
  }

  private String sql(int rows) {
    String row = "(?" + ",?".repeat(columns - 1) + ")";
    return head + " VALUES " + row + ("," + row).repeat(rows - 1) + " " + tail;
  }

  /// The values of a statement, one after the other.
  static final class Values {
    private final PreparedStatement statement;
    private int index;

    private Values(PreparedStatement statement) {
      this.statement = statement;
    }

    Values number(long value) throws SQLException {
      statement.setLong(++index, value);
      return this;
    }

    Values truth(boolean value) throws SQLException {
      statement.setBoolean(++index, value);
      return this;
    }

    /// A null stands for NULL.
    Values text(@Nullable String value) throws SQLException {
      statement.setString(++index, value);
      return this;
    }

    Values bytes(byte[] value) throws SQLException {
      statement.setBytes(++index, value);
      return this;
    }
  }
}
