package io.gostacker.meta;

import io.gostacker.common.transaction.Transactions;
import io.gostacker.common.web.WebFaceConfiguration;
import io.gostacker.meta.account.AccountConfiguration;
import io.gostacker.meta.audit.AuditConfiguration;
import io.gostacker.meta.ban.BanConfiguration;
import io.gostacker.meta.broadcast.BroadcastConfiguration;
import io.gostacker.meta.conversation.ConversationConfiguration;
import io.gostacker.meta.device.DeviceController;
import io.gostacker.meta.event.EventFeedConfiguration;
import io.gostacker.meta.login.LoginConfiguration;
import io.gostacker.meta.password.PasswordConfiguration;
import io.gostacker.meta.push.PushConfiguration;
import io.gostacker.meta.random.RandomIds;
import io.gostacker.meta.server.ServerConfiguration;
import io.gostacker.meta.session.SessionConfiguration;
import io.gostacker.meta.token.TokenConfiguration;
import io.gostacker.meta.webhook.WebhookConfiguration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Everything of the meta service that any product of it needs.
///
/// Gives [io.gostacker.common.token.TokenVerifier], [io.gostacker.common.token.Revocations] and
/// [io.gostacker.common.token.Bans] to the process; needs [io.gostacker.common.transport.SendPort],
/// [io.gostacker.common.transport.SessionPort], a `DataSource` whose schema is up to date, a
/// `JdbcClient`, a `Clock` and a `MeterRegistry`.
@Configuration(proxyBeanMethods = false)
@Import({
  WebFaceConfiguration.class,
  AccountConfiguration.class,
  PasswordConfiguration.class,
  TokenConfiguration.class,
  BanConfiguration.class,
  SessionConfiguration.class,
  EventFeedConfiguration.class,
  AuditConfiguration.class,
  DeviceController.class,
  LoginConfiguration.class,
  ConversationConfiguration.class,
  ServerConfiguration.class,
  WebhookConfiguration.class,
  PushConfiguration.class,
  BroadcastConfiguration.class
})
public class MetaConfiguration {

  @Bean
  RandomIds randomIds() {
    return new RandomIds();
  }

  @Bean
  Transactions transactions(DataSource dataSource) {
    return new Transactions(dataSource);
  }
}
