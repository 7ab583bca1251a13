package io.gostacker.common.web;

import io.lettuce.core.RedisConnectionException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/// Tells a back end that is away (answered `unavailable`) from a defect of ours (answered
/// `internal`).
public final class Outages {
  /// SQL state class 08: connection exceptions.
  private static final String CONNECTION_CLASS = "08";

  private Outages() {}

  /// Whether MySQL or Redis being away is what failed.
  public static boolean isOutage(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataAccessResourceFailureException
          || cause instanceof TransientDataAccessException
          || cause instanceof CannotGetJdbcConnectionException
          || cause instanceof CannotCreateTransactionException
          || cause instanceof RedisConnectionException
          || cause instanceof TimeoutException
          || isConnectionFailure(cause)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isConnectionFailure(Throwable cause) {
    return cause instanceof SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().startsWith(CONNECTION_CLASS);
  }
}
