package io.gostacker.meta.ban;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.json.Rfc3339;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `account_ban`. All methods block and take part in the caller's transaction.
public final class BanTable {
  /// The end of a ban that has none.
  public static final long FOR_EVER = Long.MAX_VALUE;

  private final JdbcClient jdbc;
  private final Clock clock;

  BanTable(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  public record Ban(long userId, long until) {}

  /// Bans a user, or lets the user in again.
  ///
  /// @param until epoch milliseconds; 0 to end the ban
  void put(long userId, long until, String reason) {
    jdbc.sql(
            """
            INSERT INTO account_ban (user_id, banned_until, reason, changed_at) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE banned_until = VALUES(banned_until), reason = VALUES(reason),
              changed_at = VALUES(changed_at)
            """)
        .params(userId, until, reason, clock.millis())
        .update();
  }

  /// Bans that changed after `since`, ended ones too.
  public List<Ban> changedSince(long since) {
    return jdbc.sql("SELECT user_id, banned_until FROM account_ban WHERE changed_at > ?")
        .param(since)
        .query((row, number) -> new Ban(row.getLong(1), row.getLong(2)))
        .list();
  }

  /// Bans that have not ended.
  public List<Ban> running() {
    return jdbc.sql("SELECT user_id, banned_until FROM account_ban WHERE banned_until > ?")
        .param(clock.millis())
        .query((row, number) -> new Ban(row.getLong(1), row.getLong(2)))
        .list();
  }

  /// Which of some users are banned now.
  public Set<Long> bannedAmong(Collection<Long> userIds) {
    return Set.copyOf(
        jdbc.sql("SELECT user_id FROM account_ban WHERE user_id IN (:ids) AND banned_until > :now")
            .param("ids", List.copyOf(userIds))
            .param("now", clock.millis())
            .query(Long.class)
            .list());
  }

  /// @throws Refusal `blocked` if the user is banned
  public void check(long userId) {
    long until =
        jdbc.sql("SELECT banned_until FROM account_ban WHERE user_id = ?")
            .param(userId)
            .query(Long.class)
            .optional()
            .orElse(0L);
    if (until > clock.millis()) {
      throw Refusal.of(
          ErrorCode.BLOCKED,
          until == FOR_EVER
              ? "This account is banned"
              : "This account is banned until " + Rfc3339.format(until));
    }
  }
}
