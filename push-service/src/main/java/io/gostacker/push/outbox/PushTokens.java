package io.gostacker.push.outbox;

import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_token`, which meta writes, as the dispatcher needs it. All methods block.
public final class PushTokens {
  private final JdbcClient jdbc;

  public PushTokens(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Whether any device is to be notified of anything.
  public boolean isEmpty() {
    return jdbc.sql("SELECT 1 FROM push_token LIMIT 1").query(Integer.class).list().isEmpty();
  }

  /// The provider says that the device is gone. A token that the device handed in meanwhile stays.
  ///
  /// @return whether there was that token
  public boolean remove(long userId, String deviceId, String token) {
    return jdbc.sql("DELETE FROM push_token WHERE user_id = ? AND device_id = ? AND token = ?")
            .params(userId, deviceId, token)
            .update()
        > 0;
  }
}
