package io.gostacker.meta.server;

import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.random.RandomIds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Users that the app's back end makes and keeps up to date, known by its own ids for them. They
/// have neither name nor password to log in with. Blocks.
///
/// One statement for each of the four combinations of fields that may be given: what is absent must
/// stay, and a statement has one list of what it changes. All rows are locked in the order of the
/// external ids; calls that meet all the same lose a deadlock, and try again.
final class ServerUsers {
  private static final int ATTEMPTS = 10;
  private static final int FIELDS = 6;

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final AccountEvents events;
  private final RandomIds random;
  private final Clock clock;

  /// @param transactions read committed
  ServerUsers(
      JdbcClient jdbc,
      TransactionOperations transactions,
      AccountEvents events,
      RandomIds random,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.events = events;
    this.random = random;
    this.clock = clock;
  }

  /// What a user is to be.
  ///
  /// @param nickname null to leave it; a new user then gets one made from the user id, since
  ///   external ids may be nobody else's business
  /// @param avatarUrl null for none, or, unless `setsAvatar`, to leave it
  record Wanted(
      String externalId,
      @Nullable String nickname,
      boolean setsAvatar,
      @Nullable String avatarUrl) {}

  /// Makes or changes the users and answers their ids by external id.
  ///
  /// @param users at most 1,000, with distinct external ids
  Map<String, Long> put(int appId, List<Wanted> users) {
    List<Wanted> ordered = new ArrayList<>(users);
    ordered.sort((one, other) -> one.externalId().compareTo(other.externalId()));
    for (int attempt = 1; ; attempt++) {
      try {
        Map<String, Long> ids = transactions.execute(status -> write(appId, ordered));
        if (ids != null && ids.size() == users.size()) {
          return ids;
        } // else a new id was taken already: take others
      } catch (ConcurrencyFailureException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Map<String, Long> write(int appId, List<Wanted> users) {
    for (boolean nickname : new boolean[] {true, false}) {
      for (boolean avatar : new boolean[] {true, false}) {
        List<Wanted> alike =
            users.stream()
                .filter(u -> (u.nickname() != null) == nickname && u.setsAvatar() == avatar)
                .toList();
        if (!alike.isEmpty()) {
          upsert(appId, alike, nickname, avatar);
        }
      }
    }
    Map<String, Long> ids = ids(appId, users);
    List<String> externalIds =
        users.stream().map(Wanted::externalId).filter(ids::containsKey).toList();
    events.put(externalIds.stream().map(ids::get).toList(), externalIds);
    return ids;
  }

  private void upsert(int appId, List<Wanted> users, boolean nickname, boolean avatar) {
    List<@Nullable Object> values = new ArrayList<>(users.size() * FIELDS);
    long now = clock.millis();
    for (Wanted user : users) {
      long userId = random.entityId();
      values.add(userId);
      values.add(appId);
      values.add(user.externalId());
      values.add(user.nickname() == null ? generated(userId) : user.nickname());
      values.add(user.avatarUrl());
      values.add(now);
    }
    jdbc.sql(
            "INSERT INTO user (user_id, app_id, external_id, nickname, avatar_url, created_at) VALUES "
                + String.join(", ", Collections.nCopies(users.size(), "(?, ?, ?, ?, ?, ?)"))
                + " ON DUPLICATE KEY UPDATE "
                + changes(nickname, avatar))
        .params(values)
        .update();
  }

  /// Changes the user with the external id, never one who has the new user id by chance.
  private static String changes(boolean nickname, boolean avatar) {
    List<String> changes = new ArrayList<>();
    if (nickname) {
      changes.add(change("nickname"));
    }
    if (avatar) {
      changes.add(change("avatar_url"));
    }
    return changes.isEmpty() ? "created_at = created_at" : String.join(", ", changes);
  }

  private static String change(String column) {
    return "%1$s = IF(external_id <=> VALUES(external_id), VALUES(%1$s), %1$s)".formatted(column);
  }

  private static String generated(long userId) {
    String digits = Long.toString(userId);
    return "User " + digits.substring(0, Math.min(6, digits.length()));
  }

  private Map<String, Long> ids(int appId, List<Wanted> users) {
    Map<String, Long> ids = new HashMap<>();
    if (users.isEmpty()) {
      return ids;
    }
    jdbc.sql("SELECT external_id, user_id FROM user WHERE app_id = :app AND external_id IN (:ids)")
        .param("app", appId)
        .param("ids", users.stream().map(Wanted::externalId).toList())
        .query(row -> {
          ids.put(row.getString(1), row.getLong(2));
        });
    return ids;
  }
}
