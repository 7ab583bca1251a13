package io.gostacker.meta.ban;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.event.EventLog;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.SettableClock;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two instances' bans over one table.
class BannedAccountsTest {
  private static final long ANN = 7;
  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final DataSource database = Backends.freshDatabase();
  private final BanTable table = new BanTable(JdbcClient.create(database), clock);
  private final BannedAccounts one = bans();
  private final BannedAccounts other = bans();

  private BannedAccounts bans() {
    EventLog log = new EventLog(JdbcClient.create(database), true);
    return new BannedAccounts(
        table, new Transactions(database), new AccountEvents(log, clock), clock);
  }

  @Test
  void whatOneDoesTheOtherLearnsAtItsNextPoll() {
    one.ban(ANN, BanTable.FOR_EVER, "spam");
    assertThat(one.isBanned(ANN)).isTrue();
    assertThat(other.isBanned(ANN)).isFalse();
    other.poll();
    assertThat(other.isBanned(ANN)).isTrue();
    one.lift(ANN);
    other.poll();
    assertThat(other.isBanned(ANN)).isFalse();
  }

  @Test
  void whoseBanWasLiftedWhileAnInstanceCouldNotPollIsLetInToo() {
    one.ban(ANN, BanTable.FOR_EVER, "");
    other.poll();
    one.lift(ANN);
    clock.advance(Duration.ofMinutes(5));
    other.poll();
    assertThat(other.isBanned(ANN)).isFalse();
  }

  @Test
  void aBanThatWasMadeWhileAnInstanceCouldNotPollHoldsThereToo() {
    one.ban(ANN, BanTable.FOR_EVER, "");
    clock.advance(Duration.ofMinutes(5));
    other.poll();
    assertThat(other.isBanned(ANN)).isTrue();
  }

  @Test
  void aBanEndsWithItsTime() {
    one.ban(ANN, clock.millis() + 1_000, "");
    assertThat(one.isBanned(ANN)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(one.isBanned(ANN)).isFalse();
  }
}
