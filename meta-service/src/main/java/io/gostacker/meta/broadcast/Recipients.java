package io.gostacker.meta.broadcast;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who is to get a broadcast, by user id, in pages: from `user`, or from `broadcast_users`. All
/// methods block and take part in the caller's transaction.
final class Recipients {
  /// Most of a page, and what a row of `broadcast_users` holds.
  static final int PAGE = 200;

  private final JdbcClient jdbc;

  Recipients(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// How many users there are besides the sender.
  ///
  /// @param createdBy who was made later does not count
  long countAll(int appId, long senderId, long createdBy) {
    return jdbc.sql(
            "SELECT COUNT(*) FROM user WHERE app_id = ? AND created_at <= ? AND user_id <> ?")
        .params(appId, createdBy, senderId)
        .query(Long.class)
        .single();
  }

  /// Keeps the list of a broadcast.
  ///
  /// @param userIds ascending, distinct
  void keep(long rowId, long[] userIds) {
    for (int from = 0; from < userIds.length; from += PAGE) {
      int to = Math.min(userIds.length, from + PAGE);
      ByteBuffer bytes = ByteBuffer.allocate((to - from) * Long.BYTES);
      Arrays.stream(userIds, from, to).forEach(bytes::putLong);
      jdbc.sql("INSERT INTO broadcast_users (row_id, last_id, user_ids) VALUES (?, ?, ?)")
          .params(rowId, userIds[to - 1], bytes.array())
          .update();
    }
  }

  /// Forgets the list of a broadcast.
  void forget(long rowId) {
    jdbc.sql("DELETE FROM broadcast_users WHERE row_id = ?").param(rowId).update();
  }

  /// The next of all users after [Broadcast#afterId], ascending.
  List<Long> nextOfAll(Broadcast broadcast, int limit) {
    return jdbc.sql(
            """
            SELECT user_id FROM user
            WHERE app_id = ? AND user_id > ? AND created_at <= ? AND user_id <> ?
            ORDER BY user_id LIMIT ?
            """)
        .params(
            broadcast.appId(),
            broadcast.afterId(),
            broadcast.createdAt(),
            broadcast.senderId(),
            limit)
        .query(Long.class)
        .list();
  }

  /// The next of the list after [Broadcast#afterId], ascending; they need not exist.
  List<Long> nextOfList(Broadcast broadcast, int limit) {
    return jdbc
        .sql(
            """
            SELECT user_ids FROM broadcast_users WHERE row_id = ? AND last_id > ?
            ORDER BY last_id LIMIT 1
            """)
        .params(broadcast.rowId(), broadcast.afterId())
        .query((row, number) -> ids(row.getBytes(1)))
        .optional()
        .orElse(List.of())
        .stream()
        .filter(id -> id > broadcast.afterId())
        .limit(limit)
        .toList();
  }

  private static List<Long> ids(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    List<Long> ids = new ArrayList<>(bytes.length / Long.BYTES);
    while (buffer.hasRemaining()) {
      ids.add(buffer.getLong());
    }
    return ids;
  }
}
