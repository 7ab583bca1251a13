package io.gostacker.meta.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `refresh_token`, which knows tokens by their SHA-256 only. They are random, so a hash
/// without salt and cost gives nothing away. All methods block and take part in the caller's
/// transaction.
final class RefreshTokens {
  private final JdbcClient jdbc;

  RefreshTokens(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param spentAt 0 when it was not used yet
  record Stored(String sessionId, long expiresAt, long spentAt) {}

  /// What is known of a token, locked.
  Optional<Stored> lock(String token) {
    return jdbc.sql(
            "SELECT session_id, expires_at, spent_at FROM refresh_token WHERE token_hash = ? FOR"
                + " UPDATE")
        .param(hash(token))
        .query((row, number) ->
            new Stored(
                row.getString("session_id"), row.getLong("expires_at"), row.getLong("spent_at")))
        .optional();
  }

  void insert(String token, String sessionId, long expiresAt) {
    jdbc.sql("INSERT INTO refresh_token (token_hash, session_id, expires_at) VALUES (?, ?, ?)")
        .params(hash(token), sessionId, expiresAt)
        .update();
  }

  void spend(String token, long now) {
    jdbc.sql("UPDATE refresh_token SET spent_at = ? WHERE token_hash = ?")
        .params(now, hash(token))
        .update();
  }

  /// Forgets up to `limit` tokens that expired before `before`; answers how many.
  int deleteExpired(long before, int limit) {
    return jdbc.sql("DELETE FROM refresh_token WHERE expires_at < ? LIMIT ?")
        .params(before, limit)
        .update();
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
