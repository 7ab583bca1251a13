package io.gostacker.meta.webhook;

import io.gostacker.common.event.EventFeed;
import io.gostacker.common.hook.HookClient;
import io.gostacker.common.lead.Leadership;
import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.event.FeedSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires webhooks.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
@Import(WebhookController.class)
public class WebhookConfiguration {
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);

  @Bean
  WebhookTable webhookTable(JdbcClient jdbc) {
    return new WebhookTable(jdbc);
  }

  @Bean
  LateEvents lateEvents(JdbcClient jdbc) {
    return new LateEvents(jdbc);
  }

  @Bean
  HookClient webhookClient(WebhookSettings settings, Clock clock) {
    return new HookClient(settings.timeout(), clock);
  }

  @Bean
  WebhookCall webhookCall(@Qualifier("webhookClient") HookClient client, WebhookSettings settings) {
    return new WebhookCall(client, settings.timeout());
  }

  @Bean
  PeriodicTask deadEventsHousekeeping(LateEvents late, FeedSettings settings, Clock clock) {
    return PeriodicTask.start(
        "Forgetting dead events",
        HOUSEKEEPING,
        () -> late.forgetDead(clock.millis() - settings.retention().toMillis()));
  }

  @Bean
  WebhookDelivery webhookDelivery(
      WebhookTable table,
      LateEvents late,
      EventFeed feed,
      Transactions transactions,
      WebhookCall call,
      WebhookSettings settings,
      MeterRegistry registry,
      Clock clock) {
    return new WebhookDelivery(
        table, late, feed, transactions, call, settings, new WebhookMeters(registry), clock);
  }

  /// Not where nothing is told.
  @Bean
  @ConditionalOnProperty(
      name = "gostacker.events.enabled",
      havingValue = "true",
      matchIfMissing = true)
  Leadership webhooks(DataSource dataSource, WebhookTable table, WebhookDelivery delivery) {
    return Leadership.start("webhooks", dataSource, new Webhooks(table, delivery));
  }
}
