package io.gostacker.meta.event;

import io.gostacker.common.event.EventConfiguration;
import io.gostacker.common.event.EventFeed;
import io.gostacker.common.event.EventLog;
import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the event feed.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedSettings.class)
@Import({EventConfiguration.class, ServerEventController.class})
public class EventFeedConfiguration {
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);

  @Bean
  AccountEvents accountEvents(EventLog log, Clock clock) {
    return new AccountEvents(log, clock);
  }

  @Bean
  EventFeed eventFeed(JdbcClient jdbc, Transactions transactions) {
    return new EventFeed(jdbc, transactions);
  }

  @Bean
  EventForgetting eventForgetting(EventFeed feed, JdbcClient jdbc, FeedSettings settings) {
    return new EventForgetting(feed, jdbc, settings.retention());
  }

  @Bean
  PeriodicTask eventHousekeeping(EventForgetting forgetting) {
    return PeriodicTask.start("Forgetting old events", HOUSEKEEPING, forgetting::run);
  }
}
