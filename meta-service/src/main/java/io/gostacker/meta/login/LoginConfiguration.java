package io.gostacker.meta.login;

import io.gostacker.common.limit.RateLimitSettings;
import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.reload.Reloadable;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.common.web.BodyLimit;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.password.Passwords;
import io.gostacker.meta.random.RandomIds;
import io.gostacker.meta.session.Devices;
import io.gostacker.meta.session.Sessions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires registration and login.
@Configuration(proxyBeanMethods = false)
@Import({AuthController.class, PasswordController.class})
public class LoginConfiguration {
  /// Anybody may call these: no more than what they need.
  private static final int BODY_BYTES = 16 * 1024;

  private static final Duration PURGE = Duration.ofMinutes(10);

  @Bean
  BodyLimit authBodyLimit() {
    return BodyLimit.of(HttpMethod.POST, "/api/v1/auth/**", BODY_BYTES);
  }

  @Bean
  Registration registration(
      JdbcClient jdbc,
      Transactions transactions,
      AccountEvents events,
      Accounts accounts,
      Passwords passwords,
      RandomIds random,
      Clock clock) {
    return new Registration(
        accounts, new Credentials(jdbc), passwords, transactions, events, random, clock);
  }

  @Bean
  Login login(
      JdbcClient jdbc,
      Passwords passwords,
      LoginThrottle throttle,
      Sessions sessions,
      RandomIds random,
      MeterRegistry meters) {
    return new Login(new Credentials(jdbc), passwords, throttle, sessions, random, meters);
  }

  @Bean
  PasswordChange passwordChange(
      JdbcClient jdbc,
      Passwords passwords,
      LoginThrottle throttle,
      Devices devices,
      Transactions transactions,
      AccountEvents events,
      Clock clock) {
    return new PasswordChange(
        new Credentials(jdbc), passwords, throttle, devices, transactions, events, clock);
  }

  @Bean
  LoginThrottle loginThrottle(
      Reloadable<RateLimitSettings> settings, JdbcClient jdbc, DataSource dataSource, Clock clock) {
    TransactionTemplate transactions =
        new TransactionTemplate(new JdbcTransactionManager(dataSource));
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new LoginThrottle(settings, jdbc, transactions, clock);
  }

  @Bean
  PeriodicTask loginFailuresPurge(LoginThrottle throttle) {
    return PeriodicTask.start("Forgetting wrong passwords", PURGE, throttle::purge);
  }
}
