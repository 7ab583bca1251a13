package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.id.Ids;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds groups and channels that anybody may join by a part of their name, in whatever case, in
/// the order of their names. Read from MySQL, so what was made or changed a moment ago may be
/// missing. Looks at open conversations only, by the index `conversation_by_policy`. Blocks.
final class ConversationSearch {
  private final JdbcClient jdbc;

  ConversationSearch(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// What strangers may know.
  record Found(
      String conversationId,
      String type,
      String name,
      int memberCount,
      String joinPolicy,
      String createdAt) {}

  /// @param nextCursor null on the last page
  record Page(List<Found> items, @Nullable String nextCursor) {}

  /// A page of what is found.
  ///
  /// @param limit 1 to 200
  /// @param cursor of the page before, null for the first
  Page find(int appId, String text, int limit, @Nullable String cursor) {
    String scope = "conversations:" + text;
    long after = after(Paging.position(scope, cursor));
    List<Found> found =
        jdbc.sql(
                """
                SELECT conversation_id, type, name, member_count, join_policy, created_at
                FROM conversation
                WHERE app_id = :app AND join_policy = :open AND disbanded_at = 0 AND type <> :direct
                  AND name LIKE :pattern ESCAPE '!' AND (name > :name OR (name = :name AND
                  conversation_id > :id))
                ORDER BY name, conversation_id LIMIT :limit
                """)
            .param("app", appId)
            .param("open", JoinPolicy.OPEN.ordinal())
            .param("direct", ConversationType.DIRECT.ordinal())
            .param("pattern", "%" + escaped(text) + "%")
            .param("name", nameOf(after))
            .param("id", after)
            .param("limit", limit + 1)
            .query(ConversationSearch::row)
            .list();
    if (found.size() <= limit) {
      return new Page(found, null);
    }
    List<Found> items = List.copyOf(found.subList(0, limit));
    return new Page(items, Paging.cursor(scope, items.getLast().conversationId()));
  }

  private static long after(@Nullable String position) {
    long id = position == null ? Ids.NONE : Ids.parse(position);
    if (position != null && id == Ids.NONE) {
      throw Paging.foreign();
    }
    return id;
  }

  /// The name at which a page ended, by the conversation: names are too long for a cursor.
  private String nameOf(long conversationId) {
    return jdbc.sql("SELECT COALESCE(name, '') FROM conversation WHERE conversation_id = ?")
        .param(conversationId)
        .query(String.class)
        .optional()
        .orElse("");
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  private static Found row(ResultSet row, int number) throws SQLException {
    return new Found(
        Long.toString(row.getLong("conversation_id")),
        MessageJson.lower(ConversationType.values()[row.getInt("type")]),
        row.getString("name"),
        row.getInt("member_count"),
        MessageJson.lower(JoinPolicy.values()[row.getInt("join_policy")]),
        Rfc3339.format(row.getLong("created_at")));
  }
}
