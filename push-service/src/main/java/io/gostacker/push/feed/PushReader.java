package io.gostacker.push.feed;

import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_reader`: up to which event everything is noted. All methods block.
final class PushReader {
  private final JdbcClient jdbc;

  PushReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param first where to begin when nobody ever did
  long place(long first) {
    jdbc.sql("INSERT IGNORE INTO push_reader (id, event_id) VALUES (1, ?)").param(first).update();
    return jdbc.sql("SELECT event_id FROM push_reader").query(Long.class).single();
  }

  /// Never moves back.
  void move(long eventId) {
    jdbc.sql("UPDATE push_reader SET event_id = GREATEST(event_id, ?)").param(eventId).update();
  }
}
