package io.gostacker.meta.ban;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.SettableClock;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two instances' bans over one table.
class BannedAccountsTest {
  private static final long ANN = 7;
  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final BanTable table = new BanTable(JdbcClient.create(Backends.freshDatabase()), clock);
  private final BannedAccounts one = new BannedAccounts(table, clock);
  private final BannedAccounts other = new BannedAccounts(table, clock);

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
