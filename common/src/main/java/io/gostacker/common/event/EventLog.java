package io.gostacker.common.event;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes events into the table `event_batch`. Blocks, and takes part in the caller's transaction:
/// an event is written if what it tells of is, and in no other case. Nobody waits for anybody
/// else's events.
public final class EventLog {
  /// A row is read as a whole, and a page of the feed may begin within one.
  private static final int MAX_ROW_EVENTS = 200;

  private static final int MAX_ROW_BYTES = 64 * 1024;

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
    int from = 0;
    while (enabled && from < events.size()) {
      ByteWriter payload = new ByteWriter(MAX_ROW_BYTES / 4);
      int to = from;
      int bytes = 0;
      while (to < events.size() && to - from < MAX_ROW_EVENTS && bytes < MAX_ROW_BYTES) {
        byte[] json = events.get(to++).json();
        int block = payload.beginBlock();
        payload.bytes(json);
        payload.endBlock(block);
        bytes += json.length;
      }
      jdbc.sql(INSERT).params(to - from, payload.toByteArray()).update();
      from = to;
    }
  }

  /// The events of a row.
  public static List<Event> decode(byte[] payload, int count) {
    ByteReader in = new ByteReader(payload, 0, payload.length);
    List<Event> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(new Event(in.block().rest()));
    }
    in.requireEnd();
    return events;
  }
}
