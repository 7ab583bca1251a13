package io.gostacker.meta.push;

import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.session.Devices;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the REST face of push.
@Configuration(proxyBeanMethods = false)
@Import({
  PushController.class,
  PushTokenController.class,
  PreferenceController.class,
  MuteController.class,
  ServerPushController.class
})
public class PushConfiguration {

  @Bean
  Providers pushProviders(JdbcClient jdbc) {
    return new Providers(jdbc);
  }

  @Bean
  PushTokens pushTokens(JdbcClient jdbc, Transactions transactions, Devices devices, Clock clock) {
    return new PushTokens(jdbc, transactions, devices, clock);
  }

  @Bean
  Preferences pushPreferences(JdbcClient jdbc, Transactions transactions) {
    return new Preferences(jdbc, transactions);
  }

  @Bean
  Mutes pushMutes(JdbcClient jdbc, Clock clock) {
    return new Mutes(jdbc, clock);
  }

  @Bean
  DeadNotifications deadNotifications(JdbcClient jdbc) {
    return new DeadNotifications(jdbc);
  }
}
