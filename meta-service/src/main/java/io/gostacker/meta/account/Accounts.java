package io.gostacker.meta.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `user`. All methods block.
public final class Accounts {
  static final String COLUMNS = "user_id, username, nickname, avatar_url";

  /// Ids asked for in one statement.
  private static final int CHUNK = 1000;

  private final JdbcClient jdbc;

  Accounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public Optional<Account> find(int appId, long userId) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM user WHERE user_id = ? AND app_id = ?")
        .params(userId, appId)
        .query(Accounts::row)
        .optional();
  }

  /// Whether somebody has this name, in whatever case.
  public boolean isTaken(int appId, String username) {
    return jdbc.sql("SELECT COUNT(*) FROM user WHERE app_id = ? AND username = ?")
            .params(appId, username)
            .query(Long.class)
            .single()
        > 0;
  }

  /// Makes a user with a name.
  ///
  /// @param now epoch milliseconds
  /// @throws org.springframework.dao.DuplicateKeyException if the id or the name is taken
  public void insert(int appId, Account account, long now) {
    jdbc.sql(
            """
            INSERT INTO user (user_id, app_id, username, nickname, avatar_url, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        .param(1, account.userId())
        .param(2, appId)
        .param(3, account.username())
        .param(4, account.nickname())
        .param(5, account.avatarUrl())
        .param(6, now)
        .update();
  }

  /// Changes what the change names and leaves the rest as it is by then.
  void update(int appId, long userId, ProfileChange change) {
    jdbc.sql(
            """
            UPDATE user SET nickname = COALESCE(?, nickname),
              avatar_url = CASE WHEN ? = 1 THEN ? ELSE avatar_url END
            WHERE user_id = ? AND app_id = ?
            """)
        .param(1, change.nickname())
        .param(2, change.avatarUrl() == null ? 0 : 1)
        .param(3, change.newAvatarUrl())
        .param(4, userId)
        .param(5, appId)
        .update();
  }

  /// Which of the ids are users.
  public Set<Long> existing(int appId, long[] userIds) {
    Set<Long> found = new HashSet<>();
    for (int from = 0; from < userIds.length; from += CHUNK) {
      long[] chunk = Arrays.copyOfRange(userIds, from, Math.min(userIds.length, from + CHUNK));
      found.addAll(
          jdbc.sql("SELECT user_id FROM user WHERE user_id IN (:ids) AND app_id = :app")
              .param("ids", Arrays.stream(chunk).boxed().toList())
              .param("app", appId)
              .query(Long.class)
              .list());
    }
    return found;
  }

  /// The nicknames of a page of users, by id.
  ///
  /// @param userIds at most 1,000
  public Map<Long, String> nicknames(Collection<Long> userIds) {
    if (userIds.isEmpty()) {
      return Map.of();
    }
    Map<Long, String> nicknames = new HashMap<>();
    jdbc.sql("SELECT user_id, nickname FROM user WHERE user_id IN (:ids)")
        .param("ids", List.copyOf(userIds))
        .query(row -> {
          nicknames.put(row.getLong(1), row.getString(2));
        });
    return nicknames;
  }

  static Account row(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getLong("user_id"),
        row.getString("username"),
        row.getString("nickname"),
        row.getString("avatar_url"));
  }
}
