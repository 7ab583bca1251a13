package io.gostacker.meta.login;

import io.gostacker.common.web.BodyLimit;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.password.Passwords;
import io.gostacker.meta.random.RandomIds;
import io.gostacker.meta.session.Sessions;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires registration and login.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LoginSettings.class)
@Import(AuthController.class)
public class LoginConfiguration {
  /// Anybody may call these: no more than what they need.
  private static final int BODY_BYTES = 16 * 1024;

  @Bean
  BodyLimit authBodyLimit() {
    return BodyLimit.of(HttpMethod.POST, "/api/v1/auth/**", BODY_BYTES);
  }

  @Bean
  Registration registration(
      JdbcClient jdbc,
      DataSource dataSource,
      Accounts accounts,
      Passwords passwords,
      RandomIds random,
      Clock clock) {
    return new Registration(
        accounts,
        new Credentials(jdbc),
        passwords,
        new TransactionTemplate(new JdbcTransactionManager(dataSource)),
        random,
        clock);
  }

  @Bean
  Login login(
      JdbcClient jdbc,
      Passwords passwords,
      LoginSettings settings,
      Sessions sessions,
      RandomIds random,
      Clock clock) {
    return new Login(
        new Credentials(jdbc), passwords, new LoginThrottle(settings, clock), sessions, random);
  }
}
