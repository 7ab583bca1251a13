package io.gostacker.meta.conversation;

import io.gostacker.common.id.Ids;
import io.gostacker.common.web.Paging;
import io.gostacker.meta.conversation.JoinRequest.State;
import io.gostacker.meta.random.RandomIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `join_request`. A user has one request at most in a conversation: asking again while
/// it is undecided gives the same one, asking again after a decision replaces it. Blocks.
final class JoinRequests {
  private static final String SELECT =
      """
      SELECT request_id, conversation_id, user_id, message, created_at, state FROM join_request
      """;

  private final JdbcClient jdbc;
  private final RandomIds random;
  private final Clock clock;

  JoinRequests(JdbcClient jdbc, RandomIds random, Clock clock) {
    this.jdbc = jdbc;
    this.random = random;
    this.clock = clock;
  }

  /// The user's undecided request, made when there is none.
  ///
  /// @param message at most 500 characters
  JoinRequest ask(long conversationId, long userId, String message) {
    while (true) {
      Optional<JoinRequest> present = of(conversationId, userId);
      if (present.isPresent() && isOpen(present.get())) {
        return present.get();
      }
      present.ifPresent(decided -> forget(decided.requestId()));
      // Does nothing if another request of this user was faster, or if the new id is taken: read,
      // and try again.
      jdbc.sql(
              """
              INSERT INTO join_request
                (request_id, conversation_id, user_id, message, created_at, state)
              VALUES (?, ?, ?, ?, ?, 0) ON DUPLICATE KEY UPDATE state = state
              """)
          .params(random.entityId(), conversationId, userId, message, clock.millis())
          .update();
    }
  }

  private static boolean isOpen(JoinRequest request) {
    return request.state() == State.PENDING || request.state() == State.ENTERING;
  }

  Optional<JoinRequest> find(long conversationId, long requestId) {
    return jdbc.sql(SELECT + "WHERE request_id = ? AND conversation_id = ?")
        .params(requestId, conversationId)
        .query(JoinRequests::row)
        .optional();
  }

  /// @param nextCursor null on the last page
  record Page(List<JoinRequest> items, @Nullable String nextCursor) {}

  /// A page of the undecided requests, oldest first.
  Page page(long conversationId, int limit, @Nullable String cursor) {
    String scope = "join-requests:" + conversationId;
    Place after = Place.parse(Paging.position(scope, cursor));
    List<JoinRequest> found =
        jdbc.sql(
                SELECT
                    + """
                    WHERE conversation_id = ? AND state < 2
                      AND (created_at > ? OR (created_at = ? AND request_id > ?))
                    ORDER BY created_at, request_id LIMIT ?
                    """)
            .params(conversationId, after.createdAt, after.createdAt, after.requestId, limit + 1)
            .query(JoinRequests::row)
            .list();
    if (found.size() <= limit) {
      return new Page(found, null);
    }
    List<JoinRequest> items = List.copyOf(found.subList(0, limit));
    JoinRequest last = items.getLast();
    Place next = new Place(last.createdAt(), last.requestId());
    return new Page(items, Paging.cursor(scope, next.toString()));
  }

  /// Moves a request on if it still stands where the caller saw it; answers whether it did.
  ///
  /// @param deciderId who decides
  boolean move(JoinRequest request, State to, long deciderId) {
    return jdbc.sql(
                "UPDATE join_request SET state = ?, decided_by = ?, decided_at = ?"
                    + " WHERE request_id = ? AND state = ?")
            .params(
                to.ordinal(),
                deciderId,
                clock.millis(),
                request.requestId(),
                request.state().ordinal())
            .update()
        > 0;
  }

  private Optional<JoinRequest> of(long conversationId, long userId) {
    return jdbc.sql(SELECT + "WHERE conversation_id = ? AND user_id = ?")
        .params(conversationId, userId)
        .query(JoinRequests::row)
        .optional();
  }

  private void forget(long requestId) {
    jdbc.sql("DELETE FROM join_request WHERE request_id = ? AND state >= 2")
        .param(requestId)
        .update();
  }

  private static JoinRequest row(ResultSet row, int number) throws SQLException {
    return new JoinRequest(
        row.getLong("request_id"),
        row.getLong("conversation_id"),
        row.getLong("user_id"),
        row.getString("message"),
        row.getLong("created_at"),
        State.values()[row.getInt("state")]);
  }

  /// Where a page ended.
  private record Place(long createdAt, long requestId) {
    static Place parse(@Nullable String position) {
      if (position == null) {
        return new Place(0, 0);
      }
      int colon = position.indexOf(':');
      long createdAt = colon < 0 ? Ids.NONE : Ids.parse(position.substring(0, colon));
      long requestId = colon < 0 ? Ids.NONE : Ids.parse(position.substring(colon + 1));
      if (createdAt == Ids.NONE || requestId == Ids.NONE) {
        throw Paging.foreign();
      }
      return new Place(createdAt, requestId);
    }

    @Override
    public String toString() {
      return createdAt + ":" + requestId;
    }
  }
}
