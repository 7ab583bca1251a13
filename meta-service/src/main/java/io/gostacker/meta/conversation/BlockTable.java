package io.gostacker.meta.conversation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `user_block`. All methods block.
final class BlockTable {
  private final JdbcClient jdbc;

  BlockTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param at epoch milliseconds
  record Row(long blockedId, long at) {}

  void put(long userId, long blockedId, long now) {
    jdbc.sql(
            """
            INSERT INTO user_block (user_id, blocked_id, created_at) VALUES (?, ?, ?)
            ON DUPLICATE KEY UPDATE user_id = VALUES(user_id)
            """)
        .params(userId, blockedId, now)
        .update();
  }

  void remove(long userId, long blockedId) {
    jdbc.sql("DELETE FROM user_block WHERE user_id = ? AND blocked_id = ?")
        .params(userId, blockedId)
        .update();
  }

  boolean isThere(long userId, long blockedId) {
    return jdbc.sql("SELECT COUNT(*) FROM user_block WHERE user_id = ? AND blocked_id = ?")
            .params(userId, blockedId)
            .query(Long.class)
            .single()
        > 0;
  }

  long count(long userId) {
    return jdbc.sql("SELECT COUNT(*) FROM user_block WHERE user_id = ?")
        .param(userId)
        .query(Long.class)
        .single();
  }

  /// Ascending by blocked user.
  List<Row> page(long userId, long after, int limit) {
    return jdbc.sql(
            """
            SELECT blocked_id, created_at FROM user_block WHERE user_id = ? AND blocked_id > ?
            ORDER BY blocked_id LIMIT ?
            """)
        .params(userId, after, limit)
        .query((row, number) -> new Row(row.getLong(1), row.getLong(2)))
        .list();
  }

  /// Which of two users takes no messages from the other.
  long[] blockersAmong(long one, long other) {
    return jdbc
        .sql(
            """
            SELECT user_id FROM user_block
            WHERE (user_id = ? AND blocked_id = ?) OR (user_id = ? AND blocked_id = ?)
            """)
        .params(one, other, other, one)
        .query(Long.class)
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  /// Of a user and each of the others, who takes no messages from the other; nothing of whom nobody
  /// blocks.
  Map<Long, List<Long>> blockers(long user, List<Long> others) {
    Map<Long, List<Long>> blockers = new HashMap<>();
    jdbc.sql(
            """
            SELECT user_id, blocked_id FROM user_block
            WHERE (user_id = :user AND blocked_id IN (:others))
              OR (user_id IN (:others) AND blocked_id = :user)
            """)
        .param("user", user)
        .param("others", others)
        .query(row -> {
          long blocker = row.getLong(1);
          long other = blocker == user ? row.getLong(2) : blocker;
          blockers.computeIfAbsent(other, pair -> new ArrayList<>()).add(blocker);
        });
    return blockers;
  }
}
