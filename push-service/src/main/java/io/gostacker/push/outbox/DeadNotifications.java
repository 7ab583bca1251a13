package io.gostacker.push.outbox;

import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_dead`: notifications that were given up, with why. All methods block and take
/// part in the caller's transaction; times are epoch milliseconds.
public final class DeadNotifications {
  private static final int MAX_REASON = 256;
  private static final int STEP = 500;

  private final JdbcClient jdbc;

  public DeadNotifications(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void add(Claimed given, String reason, long now) {
    jdbc.sql(
            """
            INSERT INTO push_dead
              (user_id, device_id, conversation_id, seq, provider, tries, reason, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            given.userId(),
            given.deviceId(),
            given.conversationId(),
            given.seq(),
            given.provider(),
            given.tries() + 1,
            reason.substring(0, Math.min(MAX_REASON, reason.length())),
            now)
        .update();
  }

  /// Gives up what waits for providers that there are no more.
  ///
  /// @param providers that there are
  /// @param before since when it must have waited
  /// @return how many
  public int giveUpOrphans(Set<String> providers, long before, long now) {
    String known = String.join("','", providers); // names of [a-z0-9-] only
    String where =
        " FROM push_notification WHERE provider NOT IN ('%s') AND due_at <= ? AND changed_at < ?"
            .formatted(known);
    int given =
        jdbc.sql(
                "INSERT INTO push_dead (user_id, device_id, conversation_id, seq, provider, tries,"
                    + " reason, at) SELECT user_id, device_id, conversation_id, seq, provider,"
                    + " tries, 'the provider is not configured', ?"
                    + where)
            .params(now, now, before)
            .update();
    jdbc.sql("DELETE" + where).params(now, before).update();
    return given;
  }

  /// Forgets what was given up before a time, some at a time.
  public void forget(long before) {
    int forgotten = STEP;
    while (forgotten == STEP) {
      forgotten =
          jdbc.sql("DELETE FROM push_dead WHERE at < ? LIMIT ?").params(before, STEP).update();
    }
  }
}
