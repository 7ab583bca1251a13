package io.gostacker.meta.push;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_mute`: conversations that somebody does not want to be notified of. It has
/// nothing to do with members who may not speak in a group. All methods block.
final class Mutes {
  /// Until when a conversation is muted that is muted for ever.
  static final long FOR_EVER = Long.MAX_VALUE;

  /// That of a conversation that is not muted.
  static final long NOT = 0;

  private final JdbcClient jdbc;
  private final Clock clock;

  Mutes(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /// Until when a conversation is muted, epoch milliseconds; [#NOT] once that is past.
  long until(long userId, long conversationId) {
    return jdbc.sql(
            "SELECT muted_until FROM push_mute WHERE user_id = ? AND conversation_id = ? AND"
                + " muted_until > ?")
        .params(userId, conversationId, clock.millis())
        .query(Long.class)
        .optional()
        .orElse(NOT);
  }

  /// @param until epoch milliseconds; a past time unmutes
  void mute(long userId, long conversationId, long until) {
    if (until <= clock.millis()) {
      jdbc.sql("DELETE FROM push_mute WHERE user_id = ? AND conversation_id = ?")
          .params(userId, conversationId)
          .update();
      return;
    }
    jdbc.sql(
            """
            INSERT INTO push_mute (user_id, conversation_id, muted_until) VALUES (?, ?, ?)
            ON DUPLICATE KEY UPDATE muted_until = VALUES(muted_until)
            """)
        .params(userId, conversationId, until)
        .update();
  }
}
