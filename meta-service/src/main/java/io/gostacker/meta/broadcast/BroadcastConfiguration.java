package io.gostacker.meta.broadcast;

import io.gostacker.common.lead.Leadership;
import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.token.Bans;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.common.web.BodyLimit;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.conversation.DirectConversations;
import io.gostacker.meta.conversation.SendCalls;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires broadcasts.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BroadcastSettings.class)
@Import(BroadcastController.class)
public class BroadcastConfiguration {
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);

  /// Holds 100,000 ids with quotes, commas and a blank after each, and a content with escapes.
  private static final int BODY_BYTES = 5 * 512 * 1024 + 128 * 1024;

  @Bean
  BodyLimit broadcastBodyLimit() {
    return BodyLimit.of(HttpMethod.PUT, "/api/v1/server/broadcasts/{broadcastId}", BODY_BYTES);
  }

  @Bean
  BroadcastTable broadcastTable(JdbcClient jdbc) {
    return new BroadcastTable(jdbc);
  }

  @Bean
  Recipients broadcastRecipients(JdbcClient jdbc) {
    return new Recipients(jdbc);
  }

  @Bean
  Broadcasts appBroadcasts(
      BroadcastTable table,
      Recipients recipients,
      Transactions transactions,
      BroadcastSettings settings,
      Clock clock) {
    return new Broadcasts(table, recipients, transactions, settings.rate(), clock);
  }

  @Bean
  BroadcastForgetting broadcastForgetting(
      BroadcastTable table,
      Recipients recipients,
      Transactions transactions,
      BroadcastSettings settings,
      Clock clock) {
    return new BroadcastForgetting(table, recipients, transactions, settings.retention(), clock);
  }

  @Bean
  PeriodicTask broadcastHousekeeping(BroadcastForgetting forgetting) {
    return PeriodicTask.start("Forgetting old broadcasts", HOUSEKEEPING, forgetting::run);
  }

  @Bean
  Directs broadcastDirects(Accounts accounts, DirectConversations conversations) {
    return new Directs(accounts, conversations);
  }

  @Bean
  BroadcastPages broadcastPages(
      BroadcastTable table,
      Recipients recipients,
      Directs directs,
      SendCalls send,
      BroadcastSettings settings,
      MeterRegistry registry,
      Clock clock) {
    return new BroadcastPages(
        table,
        recipients,
        directs,
        new BroadcastDelivery(send),
        new Mailing(settings.atOnce()),
        new BroadcastMeters(registry),
        clock);
  }

  @Bean
  Leadership broadcasts(
      DataSource dataSource, BroadcastTable table, BroadcastPages pages, Bans bans) {
    return Leadership.start("broadcasts", dataSource, new BroadcastRounds(table, pages, bans));
  }
}
