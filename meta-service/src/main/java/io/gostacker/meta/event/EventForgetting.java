package io.gostacker.meta.event;

import io.gostacker.common.event.EventFeed;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Forgets events that are older than they are kept. In small steps, so it holds no lock for long;
/// several at once do no harm.
public final class EventForgetting {
  private static final int STEP = 500;

  /// The oldest that is kept, by MySQL's clock, which has also written when each was written; above
  /// all when none is.
  private static final String KEPT =
      """
      SELECT COALESCE((SELECT last_id FROM event_batch
        WHERE at >= CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED) - ? AND last_id IS NOT NULL
        ORDER BY at, row_id LIMIT 1), (SELECT last_id + 1 FROM event_head))
      """;

  private final EventFeed feed;
  private final JdbcClient jdbc;
  private final Duration retention;

  EventForgetting(EventFeed feed, JdbcClient jdbc, Duration retention) {
    this.feed = feed;
    this.jdbc = jdbc;
    this.retention = retention;
  }

  /// Forgets what is too old by now. Blocks.
  public void run() {
    feed.head(); // all have ids, so that who follows is told of what is gone
    long last = jdbc.sql(KEPT).param(retention.toMillis()).query(Long.class).single();
    int forgotten = STEP;
    while (forgotten == STEP) {
      forgotten =
          jdbc.sql("DELETE FROM event_batch WHERE last_id < ? ORDER BY last_id LIMIT ?")
              .params(last, STEP)
              .update();
    }
  }
}
