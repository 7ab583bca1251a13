package io.gostacker.send.store;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which conversations a user is in, as far as MySQL knows. All methods block.
public final class UserConversations {
  /// How many ids one statement asks for.
  private static final int CHUNK = 1000;

  private final JdbcClient jdbc;

  public UserConversations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Ids of the conversations that the user is in.
  public List<Long> of(long userId) {
    return jdbc.sql(
            "SELECT conversation_id FROM user_conversation WHERE user_id = ? AND is_member = TRUE")
        .param(userId)
        .query(Long.class)
        .list();
  }

  /// What happened last in each conversation; those that MySQL does not know are missing.
  public List<Activity> activity(List<Long> conversationIds) {
    List<Activity> found = new ArrayList<>(conversationIds.size());
    for (int from = 0; from < conversationIds.size(); from += CHUNK) {
      List<Long> chunk =
          conversationIds.subList(from, Math.min(from + CHUNK, conversationIds.size()));
      found.addAll(
          jdbc.sql(
                  """
                  SELECT conversation_id, last_seq, GREATEST(last_sent_at, created_at) AS at
                  FROM conversation WHERE conversation_id IN (:ids)
                  """)
              .param("ids", chunk)
              .query((row, number) ->
                  new Activity(
                      row.getLong("conversation_id"), row.getLong("last_seq"), row.getLong("at")))
              .list());
    }
    return found;
  }

  /// @param at when the newest message was sent, or the conversation created: epoch milliseconds
  public record Activity(long conversationId, long lastSeq, long at) {}
}
