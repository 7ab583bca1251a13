package io.gostacker.meta.account;

import io.gostacker.common.web.Paging;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds users whose name or nickname begins with a text, in whatever case: by user name first, in
/// its order, then by nickname. Each page is a range of one index. All methods block.
final class UserSearch {
  private static final char BY_USERNAME = 'u';
  private static final char BY_NICKNAME = 'n';

  private final JdbcClient jdbc;

  UserSearch(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param nextCursor null on the last page
  record Page(List<Account> items, @Nullable String nextCursor) {}

  /// A page of who is found.
  ///
  /// @param limit 1 to 200
  /// @param cursor of the page before, null for the first
  Page find(int appId, String text, int limit, @Nullable String cursor) {
    String scope = "users:" + text;
    Place place = Place.parse(Paging.position(scope, cursor));
    String pattern = escaped(text) + "%";
    List<Account> found = new ArrayList<>();
    if (!place.byNickname) {
      found.addAll(byUsername(appId, pattern, place.name, limit + 1));
    }
    int named = found.size();
    if (named <= limit) {
      Place from = place.byNickname ? place : Place.NICKNAMES;
      found.addAll(byNickname(appId, pattern, from, limit + 1 - named));
    }
    if (found.size() <= limit) {
      return new Page(found, null);
    }
    Account last = found.get(limit - 1);
    Place next =
        limit <= named
            ? new Place(false, last.username() == null ? "" : last.username(), 0)
            : new Place(true, last.nickname(), last.userId());
    return new Page(List.copyOf(found.subList(0, limit)), Paging.cursor(scope, next.toString()));
  }

  private List<Account> byUsername(int appId, String pattern, String after, int limit) {
    return jdbc.sql(
            "SELECT "
                + Accounts.COLUMNS
                + " FROM user WHERE app_id = ? AND username LIKE ? ESCAPE '!' AND username > ?"
                + " ORDER BY username LIMIT ?")
        .params(appId, pattern, after, limit)
        .query(Accounts::row)
        .list();
  }

  private List<Account> byNickname(int appId, String pattern, Place after, int limit) {
    return jdbc.sql(
            "SELECT "
                + Accounts.COLUMNS
                + " FROM user WHERE app_id = ? AND nickname LIKE ? ESCAPE '!'"
                + " AND (username IS NULL OR NOT username LIKE ? ESCAPE '!')"
                + " AND (nickname > ? OR (nickname = ? AND user_id > ?))"
                + " ORDER BY nickname, user_id LIMIT ?")
        .params(appId, pattern, pattern, after.name, after.name, after.userId, limit)
        .query(Accounts::row)
        .list();
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  /// Where a page ended.
  private record Place(boolean byNickname, String name, long userId) {
    static final Place START = new Place(false, "", 0);
    static final Place NICKNAMES = new Place(true, "", 0);

    static Place parse(@Nullable String position) {
      if (position == null) {
        return START;
      }
      int colon = position.indexOf(':');
      if (colon < 1) {
        throw Paging.foreign();
      }
      try {
        return new Place(
            position.charAt(0) == BY_NICKNAME,
            position.substring(colon + 1),
            Long.parseLong(position, 1, colon, 10));
      } catch (NumberFormatException e) {
        throw Paging.foreign();
      }
    }

    @Override
    public String toString() {
      return (byNickname ? BY_NICKNAME : BY_USERNAME) + Long.toString(userId) + ":" + name;
    }
  }
}
