package io.gostacker.meta.ban;

import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.event.AccountEvents;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires bans; gives the process its [io.gostacker.common.token.Bans].
@Configuration(proxyBeanMethods = false)
public class BanConfiguration {
  private static final Duration POLL = Duration.ofSeconds(1);

  @Bean
  BanTable banTable(JdbcClient jdbc, Clock clock) {
    return new BanTable(jdbc, clock);
  }

  @Bean
  BannedAccounts bannedAccounts(
      BanTable table, Transactions transactions, AccountEvents events, Clock clock) {
    return new BannedAccounts(table, transactions, events, clock);
  }

  @Bean
  PeriodicTask banPoll(BannedAccounts banned) {
    return PeriodicTask.start("Reading who is banned", POLL, banned::poll);
  }
}
