package io.gostacker.meta.conversation;

import io.gostacker.meta.random.RandomIds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Agrees on a conversation's id before the conversation exists, so that whoever creates the same
/// one at the same time, or again after a failure, creates it under the same id. Blocks.
final class Reservations {
  private final JdbcClient jdbc;
  private final RandomIds random;
  private final Clock clock;

  Reservations(JdbcClient jdbc, RandomIds random, Clock clock) {
    this.jdbc = jdbc;
    this.random = random;
    this.clock = clock;
  }

  /// The one direct conversation of two users.
  Reservation direct(long oneUser, long otherUser) {
    boolean before = true;
    long low = Math.min(oneUser, otherUser);
    long high = Math.max(oneUser, otherUser);
    while (true) {
      Optional<Long> reserved = findDirect(low, high);
      if (reserved.isPresent()) {
        return new Reservation(reserved.get(), before);
      }
      before = false;
      // Does nothing if the pair has one by now, or if the new id is taken: read, and try again.
      jdbc.sql(
              """
              INSERT INTO direct_conversation (low_user_id, high_user_id, conversation_id)
              VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE low_user_id = low_user_id
              """)
          .params(low, high, random.entityId())
          .update();
    }
  }

  /// The direct conversations of one user with each of the others. Takes part in the caller's
  /// transaction.
  ///
  /// @param others ascending, distinct, some hundred at most
  Map<Long, Reservation> directs(long user, List<Long> others) {
    Map<Long, Reservation> reserved = new HashMap<>();
    List<Long> missing = others;
    boolean before = true;
    while (!missing.isEmpty()) {
      boolean earlier = before;
      findDirects(user, missing)
          .forEach((other, id) -> reserved.put(other, new Reservation(id, earlier)));
      missing = missing.stream().filter(other -> !reserved.containsKey(other)).toList();
      before = false;
      reserveDirects(user, missing);
    }
    return reserved;
  }

  private void reserveDirects(long user, List<Long> others) {
    if (others.isEmpty()) {
      return;
    }
    List<Long> values = new ArrayList<>(3 * others.size());
    for (long other : others) {
      values.addAll(List.of(Math.min(user, other), Math.max(user, other), random.entityId()));
    }
    jdbc.sql(
            "INSERT INTO direct_conversation (low_user_id, high_user_id, conversation_id) VALUES "
                + String.join(", ", Collections.nCopies(others.size(), "(?, ?, ?)"))
                + " ON DUPLICATE KEY UPDATE low_user_id = low_user_id")
        .params(values)
        .update();
  }

  private Map<Long, Long> findDirects(long user, List<Long> others) {
    Map<Long, Long> found = new HashMap<>();
    jdbc.sql(
            """
            SELECT high_user_id, conversation_id FROM direct_conversation
            WHERE low_user_id = :user AND high_user_id IN (:others)
            UNION ALL SELECT low_user_id, conversation_id FROM direct_conversation
            WHERE low_user_id IN (:others) AND high_user_id = :user
            """)
        .param("user", user)
        .param("others", others)
        .query(row -> {
          found.put(row.getLong(1), row.getLong(2));
        });
    return found;
  }

  /// The conversation that a creator's `Idempotency-Key` stands for.
  ///
  /// @param creatorId a user; negative for the app on behalf of that user
  Reservation keyed(long creatorId, String key) {
    boolean before = true;
    while (true) {
      Optional<Long> reserved = findKeyed(creatorId, key);
      if (reserved.isPresent()) {
        return new Reservation(reserved.get(), before);
      }
      before = false;
      jdbc.sql(
              """
              INSERT INTO conversation_reservation
                (creator_id, idempotency_key, conversation_id, reserved_at)
              VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE creator_id = creator_id
              """)
          .params(creatorId, key, random.entityId(), clock.millis())
          .update();
    }
  }

  /// The direct conversation of two users, if there is to be one.
  Optional<Long> existingDirect(long oneUser, long otherUser) {
    return findDirect(Math.min(oneUser, otherUser), Math.max(oneUser, otherUser));
  }

  private Optional<Long> findDirect(long low, long high) {
    return jdbc.sql(
            "SELECT conversation_id FROM direct_conversation WHERE low_user_id = ? AND"
                + " high_user_id = ?")
        .params(low, high)
        .query(Long.class)
        .optional();
  }

  private Optional<Long> findKeyed(long creatorId, String key) {
    return jdbc.sql(
            "SELECT conversation_id FROM conversation_reservation WHERE creator_id = ? AND"
                + " idempotency_key = ?")
        .params(creatorId, key)
        .query(Long.class)
        .optional();
  }

  /// A conversation's id.
  ///
  /// @param before whether it was reserved earlier, so that the conversation may exist or have
  ///   existed
  record Reservation(long conversationId, boolean before) {}
}
