package io.gostacker.common.event;

import io.gostacker.common.transaction.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the events that [EventLog] wrote, and gives them their ids. All methods block.
///
/// Transactions become visible in another order than they write in. So ids are given afterwards, by
/// whoever reads, one at a time, to what is visible by then: they have no holes, none appears below
/// one that was seen, and who writes waits for nobody. A process that is halted while it gives ids
/// holds up readers only, until MySQL or somebody ends it.
public final class EventFeed {
  /// Of one page, but for its last event; of what is read of rows for it too, but for the last row.
  private static final int MAX_PAGE_BYTES = 512 * 1024;

  private static final int BUSY = -1;

  /// After how long MySQL ends the session of who says nothing while giving ids.
  private static final int SILENCE_SECONDS = 30;

  /// Rows that are given ids in one transaction.
  private static final int STEP = 500;

  /// How often, and with what pauses, it is tried while another gives ids.
  private static final int TRIES = 20;

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final ReferredMessages messages;

  public EventFeed(JdbcClient jdbc, Transactions transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.messages = new ReferredMessages(jdbc);
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

  private record Row(long lastId, int count, long at, byte[] payload) {
    long firstId() {
      return lastId - count + 1;
    }
  }

  /// The id of the latest event; 0 before the first.
  public long head() {
    number();
    return jdbc.sql("SELECT last_id FROM event_head").query(Long.class).single();
  }

  /// Gives ids to what has none.
  private void number() {
    for (int i = 0; i < TRIES; i++) {
      int rows = STEP;
      while (rows == STEP) {
        rows = transactions.run(this::numberSome);
      }
      if (rows != BUSY) {
        return;
      }
      pause();
    }
  }

  /// @return how many rows got them; [#BUSY] if another gives ids now
  private int numberSome() {
    if (unnumbered(1).isEmpty()) {
      return 0;
    }
    jdbc.sql("SET SESSION wait_timeout = " + SILENCE_SECONDS).update();
    int rows = numberLocked();
    jdbc.sql("SET SESSION wait_timeout = DEFAULT").update();
    return rows;
  }

  private int numberLocked() {
    Optional<Long> head =
        jdbc.sql("SELECT last_id FROM event_head FOR UPDATE SKIP LOCKED")
            .query(Long.class)
            .optional();
    if (head.isEmpty()) {
      return BUSY;
    }
    List<Unnumbered> rows = unnumbered(STEP);
    if (!rows.isEmpty()) {
      long last = give(rows, head.get());
      jdbc.sql("UPDATE event_head SET last_id = ?").param(last).update();
    }
    return rows.size();
  }

  /// Gives them their ids in one statement.
  ///
  /// @param before the latest id that was given
  /// @return the latest now
  private long give(List<Unnumbered> rows, long before) {
    long last = before;
    StringBuilder ids = new StringBuilder();
    StringJoiner all = new StringJoiner(",", "(", ")");
    for (Unnumbered row : rows) {
      last += row.count();
      ids.append(" WHEN ").append(row.rowId()).append(" THEN ").append(last);
      all.add(Long.toString(row.rowId()));
    }
    jdbc.sql("UPDATE event_batch SET last_id = CASE row_id" + ids + " END WHERE row_id IN " + all)
        .update();
    return last;
  }

  private List<Unnumbered> unnumbered(int limit) {
    return jdbc.sql(
            "SELECT row_id, events FROM event_batch WHERE last_id IS NULL ORDER BY row_id LIMIT ?")
        .param(limit)
        .query((row, number) -> new Unnumbered(row.getLong(1), row.getInt(2)))
        .list();
  }

  private record Unnumbered(long rowId, int count) {}

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// What follows an event: a page without holes. It begins right behind the event, or, if what
  /// comes there was forgotten, with the next that is kept.
  ///
  /// @param after its id; 0 for the oldest that are kept
  /// @param limit of events, at least 1
  public Page read(long after, int limit) {
    List<Written> written = new ArrayList<>();
    long at = after;
    int bytes = 0;
    while (written.size() < limit && bytes < MAX_PAGE_BYTES) {
      Row row = next(at).orElse(null);
      if (row == null || (row.firstId() > at + 1 && !written.isEmpty())) {
        break;
      }
      at = Math.max(at, row.firstId() - 1);
      List<Written> all = Written.decode(row.payload(), row.count(), row.at());
      int from = (int) (at + 1 - row.firstId());
      int to = Math.min(row.count(), from + limit - written.size());
      written.addAll(all.subList(from, to));
      bytes += row.payload().length;
      at = row.firstId() + to - 1;
    }
    return new Page(at - written.size() + 1, messages.tell(written, MAX_PAGE_BYTES));
  }

  private Optional<Row> next(long after) {
    return jdbc.sql(
            "SELECT last_id, events, at, payload FROM event_batch WHERE last_id > ?"
                + " ORDER BY last_id LIMIT 1")
        .param(after)
        .query((row, number) ->
            new Row(row.getLong(1), row.getInt(2), row.getLong(3), row.getBytes(4)))
        .optional();
  }
}
