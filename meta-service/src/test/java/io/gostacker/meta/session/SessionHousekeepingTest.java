package io.gostacker.meta.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.MetaServer;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SessionHousekeepingTest {
  private final MetaServer server = MetaServer.shared();
  private final JdbcClient jdbc = server.bean(JdbcClient.class);
  private final Sessions sessions = server.bean(Sessions.class);
  private final long user = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);

  @Test
  void whoStayedAwayTooLongIsLoggedOutAndNotNotifiedAnyMore() {
    sessions.open(1, user, "away", "");
    sessions.open(1, user, "here", "");
    addToken("away");
    addToken("here");
    jdbc.sql("UPDATE device_session SET refresh_expires_at = 1 WHERE user_id = ? AND device_id = ?")
        .params(user, "away")
        .update();

    server.bean(SessionHousekeeping.class).run();

    assertThat(server.bean(Devices.class).of(user).stream().map(Devices.Device::deviceId))
        .containsExactly("here");
    assertThat(
            jdbc.sql("SELECT device_id FROM push_token WHERE user_id = ?")
                .param(user)
                .query(String.class)
                .list())
        .containsExactly("here");
  }

  private void addToken(String device) {
    jdbc.sql("INSERT INTO push_token VALUES (?, ?, 'fcm', ?, UNHEX(SHA2(?, 256)), 1)")
        .params(user, device, user + device, user + device)
        .update();
  }
}
