package io.gostacker.meta.event;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Forgets events that are older than they are kept. In small steps, so it holds no lock for long;
/// several at once do no harm.
public final class EventForgetting {
  private static final int STEP = 500;

  private final EventFeed feed;
  private final JdbcClient jdbc;
  private final Duration retention;
  private final Clock clock;

  EventForgetting(EventFeed feed, JdbcClient jdbc, Duration retention, Clock clock) {
    this.feed = feed;
    this.jdbc = jdbc;
    this.retention = retention;
    this.clock = clock;
  }

  /// Forgets what is too old by now. Blocks.
  public void run() {
    feed.head(); // all have ids, so that who follows is told of what is gone
    Optional<Long> last =
        jdbc.sql("SELECT last_id FROM event_batch WHERE at < ? ORDER BY last_id DESC LIMIT 1")
            .param(clock.millis() - retention.toMillis())
            .query(Long.class)
            .optional();
    int forgotten = last.isPresent() ? STEP : 0;
    while (forgotten == STEP) {
      forgotten =
          jdbc.sql("DELETE FROM event_batch WHERE last_id <= ? ORDER BY last_id LIMIT ?")
              .params(last.orElse(0L), STEP)
              .update();
    }
  }
}
