package io.gostacker.flusher;

import io.lettuce.core.RedisException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Whose fault it is that a transaction failed.
enum Failure {
  /// MySQL refused what it was given, and will again.
  OF_DATA,
  /// MySQL is away, busy, full or without our tables, or the log is away: the same may go later.
  OF_SERVER,
  /// Neither is certain. Counts as [#OF_DATA] after some tries.
  UNCLEAR;

  /// Data errors that come under the general SQL state: 1366 incorrect string, 3140 invalid JSON,
  /// 3819 and 4025 (MariaDB) check constraint.
  private static final Set<Integer> DATA_CODES = Set.of(1366, 3140, 3819, 4025);

  /// Errors of the server that come under the general SQL state: too many connections, shut-down,
  /// out of memory or disk, table or log full, lock wait, read-only in its several forms.
  private static final Set<Integer> SERVER_CODES =
      Set.of(
          1003, 1021, 1026, 1030, 1037, 1038, 1040, 1041, 1053, 1114, 1135, 1180, 1203, 1205, 1213,
          1290, 1317, 1598, 1792, 1836, 1927, 1969, 3024, 3100, 3101, 3170);

  static Failure of(Throwable failure) {
    boolean server = false;
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return of(sql);
      }
      server |=
          cause instanceof TransactionException
              || cause instanceof DataAccessException
              || cause instanceof RedisException;
    }
    return server ? OF_SERVER : UNCLEAR;
  }

  private static Failure of(SQLException sql) {
    String state = sql.getSQLState() == null ? "" : sql.getSQLState();
    if (DATA_CODES.contains(sql.getErrorCode())) {
      return OF_DATA;
    }
    if (SERVER_CODES.contains(sql.getErrorCode())) {
      return OF_SERVER;
    }
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "22", "23" -> OF_DATA; // data exception, constraint violation
      case "08", "28", "3D", "40", "42", "70" -> OF_SERVER;
      default -> UNCLEAR;
    };
  }

  /// The innermost cause, on one line: what the server said, without the statement.
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.replaceAll("\\p{Cntrl}+", " ");
  }
}
