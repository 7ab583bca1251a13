package io.gostacker.common.event;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes events into the table `event_batch`. Blocks, and takes part in the caller's transaction:
/// an event is written if what it tells of is, and in no other case. Nobody waits for anybody
/// else's events.
public final class EventLog {
  /// By MySQL's clock, since all are forgotten by the one.
  private static final String INSERT =
      """
      INSERT INTO event_batch (events, at, payload)
      VALUES (?, CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED), ?)
      """;

  private final JdbcClient jdbc;
  private final boolean enabled;

  public EventLog(JdbcClient jdbc, boolean enabled) {
    this.jdbc = jdbc;
    this.enabled = enabled;
  }

  /// Whether anything is written at all.
  public boolean isEnabled() {
    return enabled;
  }

  /// Writes events. What is written in one transaction, and in transactions that follow each other,
  /// is told in this order.
  public void append(List<Event> events) {
    EventRows rows = new EventRows();
    events.forEach(rows::add);
    append(rows);
  }

  /// As [#append(List)].
  public void append(EventRows events) {
    if (!enabled) {
      return;
    }
    for (EventRows.Row row : events.rows()) {
      jdbc.sql(INSERT).params(row.events(), row.payload()).update();
    }
  }
}
