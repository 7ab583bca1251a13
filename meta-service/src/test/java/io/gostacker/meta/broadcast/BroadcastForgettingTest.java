package io.gostacker.meta.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.SettableClock;
import io.gostacker.meta.broadcast.Audience.Users;
import io.gostacker.meta.broadcast.Broadcast.Saying;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Broadcasts that are over are forgotten in time, with their lists.
class BroadcastForgettingTest {
  private static final Duration RETENTION = Duration.ofDays(30);

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final DataSource database = Backends.freshDatabase();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final BroadcastTable table = new BroadcastTable(jdbc);
  private final Recipients recipients = new Recipients(jdbc);
  private final Transactions transactions = new Transactions(database);
  private final Broadcasts broadcasts = new Broadcasts(table, recipients, transactions, 500, clock);
  private final BroadcastForgetting forgetting =
      new BroadcastForgetting(table, recipients, transactions, RETENTION, clock);

  private Broadcast begin(String id) {
    Addressees to = new Addressees(new Users(3), new long[] {5, 6, 7});
    Saying saying = new Saying(new byte[] {'{', '}'}, false);
    broadcasts.begin(1, id, new BroadcastRequest.Valid(4, saying, to, null));
    return broadcasts.existing(1, id);
  }

  @Test
  void anIdThatIsUsedAgainMakesAnotherClientId() {
    String id = "n".repeat(48);
    Broadcast first = begin(id);
    broadcasts.cancel(first);
    clock.advance(RETENTION.plusMillis(1));
    forgetting.run();

    Broadcast second = begin(id);

    assertThat(second.clientMessageId())
        .startsWith("b-" + id + "-")
        .isNotEqualTo(first.clientMessageId())
        .hasSizeLessThanOrEqualTo(64);
    assertThat(broadcasts.existing(1, id).clientMessageId()).isEqualTo(second.clientMessageId());
  }

  private long lists() {
    return jdbc.sql("SELECT COUNT(*) FROM broadcast_users").query(Long.class).single();
  }

  @Test
  void whatIsOverIsForgottenAndWhatRunsIsNot() {
    Broadcast running = begin("running");
    Broadcast old = begin("old");
    broadcasts.cancel(old);
    clock.advance(RETENTION);
    forgetting.run();
    assertThat(table.find(1, "old")).isPresent();
    Broadcast young = begin("young");
    broadcasts.cancel(young);
    assertThat(lists()).isEqualTo(3);

    clock.advance(Duration.ofMillis(1));
    forgetting.run();

    assertThat(table.find(1, "old")).isEmpty();
    assertThat(table.find(1, "young")).isPresent();
    assertThat(table.isRunning(running.rowId())).isTrue();
    assertThat(lists()).isEqualTo(2);
  }
}
