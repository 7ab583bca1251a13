package io.gostacker.push.dispatch;

import io.gostacker.common.event.EventFeed;
import io.gostacker.common.lead.Leadership;
import io.gostacker.common.presence.HandBacks;
import io.gostacker.common.presence.LiveUsers;
import io.gostacker.common.reload.Reloadable;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.push.feed.Following;
import io.gostacker.push.outbox.DeadNotifications;
import io.gostacker.push.outbox.NotificationTable;
import io.gostacker.push.outbox.PushTokens;
import io.gostacker.push.provider.Lane;
import io.gostacker.push.provider.Providers;
import io.gostacker.push.provider.PushProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the dispatcher.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DispatchSettings.class)
public class DispatchConfiguration {

  @Bean
  Reloadable<DispatchSettings> dispatching(DispatchSettings first) {
    return Reloadable.of(first);
  }

  @Bean
  Leadership pushLeadership(
      DataSource dataSource,
      LiveUsers live,
      HandBacks handBacks,
      Providers providers,
      Reloadable<DispatchSettings> settings,
      MeterRegistry registry,
      Clock clock) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    JdbcClient jdbc = JdbcClient.create(template);
    Transactions transactions = new Transactions(dataSource);
    NotificationTable notifications = new NotificationTable(template);
    DeadNotifications dead = new DeadNotifications(jdbc);
    PushMeters meters = new PushMeters(registry);
    Results results =
        new Results(
            notifications, dead, new PushTokens(jdbc), transactions, settings, meters, clock);
    Batch batch = new Batch(notifications, new DueQuery(jdbc), live, meters, clock);
    List<ProviderQueue> queues =
        providers.all().stream()
            .map(each ->
                new ProviderQueue(
                    each, notifications, batch, new ResultQueue(results), settings, clock))
            .toList();
    EventFeed feed = new EventFeed(jdbc, transactions);
    Dispatcher dispatcher =
        new Dispatcher(
            new Following(feed, handBacks, live, notifications, jdbc, clock),
            queues,
            new Beginning(
                new ProviderNames(jdbc), publicKeys(providers), notifications, transactions, clock),
            new Upkeep(notifications, dead, transactions, settings, meters, clock),
            settings);
    return Leadership.start("push", dataSource, dispatcher);
  }

  private static Map<String, String> publicKeys(Providers providers) {
    return providers.all().stream()
        .map(Lane::provider)
        .collect(Collectors.toMap(PushProvider::name, PushProvider::publicKey));
  }
}
