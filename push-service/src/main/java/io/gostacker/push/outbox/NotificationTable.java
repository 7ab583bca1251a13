package io.gostacker.push.outbox;

import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_notification`: one row for a device and a conversation, so a newer message takes
/// an older one's place as long as that was not told. All methods block and take part in the
/// caller's transaction; times are epoch milliseconds.
public final class NotificationTable {
  /// `due_at` of what is not to be sent.
  static final long NEVER = Long.MAX_VALUE;

  private static final int STEP = 500;

  /// What was told already, or of something newer, changes nothing. A row that is on its way, or
  /// waits because its provider failed, goes on doing so; any other is due at once. Columns are set
  /// in this order.
  private static final String ADD =
      """
      INSERT INTO push_notification
        (user_id, device_id, conversation_id, provider, seq, mention_seq, due_at, changed_at)
      VALUES %s
      ON DUPLICATE KEY UPDATE
        tries = IF(due_at = %d, 0, tries),
        first_at = IF(due_at = %d OR VALUES(seq) > seq, 0, first_at),
        seen_online = FALSE,
        due_at = IF(VALUES(seq) <= sent_seq OR due_at = lease
            OR (due_at < %d AND (VALUES(seq) <= seq OR tries > 0)),
          due_at, VALUES(due_at)),
        provider = VALUES(provider),
        mention_seq = GREATEST(mention_seq, VALUES(mention_seq)),
        seq = GREATEST(seq, VALUES(seq)),
        changed_at = VALUES(changed_at)
      """;

  private static final String OF_ITS_CLAIM =
      " WHERE user_id = ? AND device_id = ? AND conversation_id = ? AND due_at = ?";

  /// What came while it was on its way is due at once.
  private static final String TOLD =
      """
      UPDATE push_notification
      SET sent_seq = GREATEST(sent_seq, ?), tries = 0, first_at = 0, changed_at = ?,
        due_at = IF(seq <= ?, %d, IF(due_at = ?, ?, due_at))
      WHERE user_id = ? AND device_id = ? AND conversation_id = ?
      """
          .formatted(NEVER);

  private static final String LATER =
      "UPDATE push_notification SET tries = tries + 1, first_at = IF(first_at = 0, ?, first_at),"
          + " due_at = ?, changed_at = ?"
          + OF_ITS_CLAIM;

  private static final String PUT_OFF =
      "UPDATE push_notification SET due_at = IF(seq > ?, ?, ?), changed_at = ?, seen_online = ?"
          + OF_ITS_CLAIM;

  private static final String MOVE =
      "UPDATE push_notification SET provider = ?, due_at = ?" + OF_ITS_CLAIM;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  public NotificationTable(JdbcTemplate template) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
  }

  /// Notes what devices are to be notified of.
  ///
  /// @param all of any number; a device and a conversation more than once, too
  public void add(List<Addressed> all, long now) {
    for (int from = 0; from < all.size(); from += STEP) {
      List<Addressed> some = all.subList(from, Math.min(all.size(), from + STEP));
      String rows = "(?,?,?,?,?,?,?,?),".repeat(some.size());
      Object[] values =
          some.stream()
              .flatMap(each ->
                  List.<Object>of(
                      each.userId(),
                      each.deviceId(),
                      each.conversationId(),
                      each.provider(),
                      each.seq(),
                      each.isMention() ? each.seq() : 0,
                      now,
                      now)
                      .stream())
              .toArray();
      template.update(
          ADD.formatted(rows.substring(0, rows.length() - 1), NEVER, NEVER, NEVER), values);
    }
  }

  /// Takes what is due of a provider: it is due again at `lease` unless something is done with it.
  ///
  /// @param lease a time of which no other claim of this provider is
  /// @return how many there were
  public int claim(String provider, long now, long lease, int limit) {
    return jdbc.sql(
            "UPDATE push_notification SET due_at = ?, lease = ? WHERE provider = ?"
                + " AND due_at <= ? ORDER BY due_at LIMIT ?")
        .params(lease, lease, provider, now, limit)
        .update();
  }

  /// What others have claimed and not dealt with becomes due: there is nobody who would.
  ///
  /// @param longest how long a claim lasts
  public void reclaim(String provider, long now, long longest) {
    jdbc.sql(
            "UPDATE push_notification SET due_at = ? WHERE provider = ? AND due_at > ?"
                + " AND due_at <= ? AND due_at = lease")
        .params(now, provider, now, now + longest)
        .update();
  }

  /// What was claimed together and not dealt with is due at a time.
  public void giveBack(String provider, long lease, long dueAt) {
    jdbc.sql(
            "UPDATE push_notification SET due_at = ? WHERE provider = ? AND due_at = ?"
                + " AND lease = ?")
        .params(dueAt, provider, lease, lease)
        .update();
  }

  /// They were told, or are told no more.
  public void told(List<Claimed> all, long now) {
    template.batchUpdate(
        TOLD,
        all.stream()
            .map(each ->
                new Object[] {
                  each.seq(),
                  now,
                  each.seq(),
                  each.lease(),
                  now,
                  each.userId(),
                  each.deviceId(),
                  each.conversationId()
                })
            .toList());
  }

  /// It could not be told and is tried again.
  public void later(Claimed each, long now, long dueAt) {
    template.update(LATER, of(each, now, dueAt, now));
  }

  /// They are looked at again at a time; what came meanwhile, at once.
  ///
  /// @param online whether that is because their users are online
  public void putOff(List<Claimed> all, long now, long dueAt, boolean online) {
    template.batchUpdate(
        PUT_OFF, all.stream().map(each -> of(each, each.seq(), now, dueAt, now, online)).toList());
  }

  /// There is nothing to tell of them now; should it turn out that there is, it is told.
  public void drop(List<Claimed> all, long now) {
    putOff(all, now, NEVER, false);
  }

  /// The device has its token of another provider by now.
  public void move(Claimed each, String provider, long now) {
    template.update(MOVE, of(each, provider, now));
  }

  private static Object[] of(Claimed each, Object... values) {
    Object[] all = Arrays.copyOf(values, values.length + 4);
    all[values.length] = each.userId();
    all[values.length + 1] = each.deviceId();
    all[values.length + 2] = each.conversationId();
    all[values.length + 3] = each.lease();
    return all;
  }

  /// How many are due by a time, counted to a bound.
  public long waiting(String provider, long time, long bound) {
    return jdbc.sql(
            "SELECT COUNT(*) FROM (SELECT 1 FROM push_notification WHERE provider = ?"
                + " AND due_at <= ? LIMIT ?) waiting")
        .params(provider, time, bound)
        .query(Long.class)
        .single();
  }

  /// For how long the oldest has been due, in milliseconds; 0 if none is.
  public long delay(String provider, long now) {
    return jdbc.sql(
            "SELECT COALESCE(MIN(due_at), ?) FROM push_notification WHERE provider = ?"
                + " AND due_at <= ?")
        .params(now, provider, now)
        .query((row, number) -> now - row.getLong(1))
        .single();
  }

  /// Forgets what nothing was done with since a time and is not to be sent, some at a time.
  public void forget(long before) {
    int forgotten = STEP;
    while (forgotten == STEP) {
      forgotten =
          jdbc.sql("DELETE FROM push_notification WHERE changed_at < ? AND due_at = ? LIMIT ?")
              .params(before, NEVER, STEP)
              .update();
    }
  }
}
