package io.gostacker.meta.event;

import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the events that [EventLog] wrote. Ids become visible in their order and without holes, so
/// who has read up to one has missed nothing before it. All methods block.
public final class EventFeed {
  /// Of one page, roughly; a row is at most a few times smaller.
  private static final int MAX_PAGE_BYTES = 512 * 1024;

  private final JdbcClient jdbc;

  EventFeed(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Some events that follow each other.
  ///
  /// @param firstId the id of the first one
  public record Page(long firstId, List<Event> events) {
    /// The id of the last one; one below the first if there is none.
    public long lastId() {
      return firstId + events.size() - 1;
    }
  }

  private record Row(long lastId, int count, byte[] payload) {
    long firstId() {
      return lastId - count + 1;
    }
  }

  /// The id of the latest event; 0 before the first.
  public long head() {
    return jdbc.sql("SELECT last_id FROM event_head").query(Long.class).single();
  }

  /// What follows an event: a page without holes. It begins right behind the event, or, if what
  /// comes there was forgotten, with the next that is kept.
  ///
  /// @param after its id; 0 for the oldest that are kept
  /// @param limit of events, at least 1
  public Page read(long after, int limit) {
    List<Event> events = new ArrayList<>();
    long at = after;
    int bytes = 0;
    while (events.size() < limit && bytes < MAX_PAGE_BYTES) {
      Row row = next(at).orElse(null);
      if (row == null || (row.firstId() > at + 1 && !events.isEmpty())) {
        break;
      }
      at = Math.max(at, row.firstId() - 1);
      List<Event> all = EventLog.decode(row.payload(), row.count());
      int from = (int) (at + 1 - row.firstId());
      int to = Math.min(row.count(), from + limit - events.size());
      events.addAll(all.subList(from, to));
      bytes += row.payload().length;
      at = row.firstId() + to - 1;
    }
    return new Page(at - events.size() + 1, events);
  }

  private Optional<Row> next(long after) {
    return jdbc.sql(
            "SELECT last_id, events, payload FROM event_batch WHERE last_id > ? ORDER BY last_id"
                + " LIMIT 1")
        .param(after)
        .query((row, number) -> new Row(row.getLong(1), row.getInt(2), row.getBytes(3)))
        .optional();
  }
}
