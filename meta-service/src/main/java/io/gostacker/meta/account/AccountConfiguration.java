package io.gostacker.meta.account;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires users and profiles.
@Configuration(proxyBeanMethods = false)
@Import(UserController.class)
public class AccountConfiguration {

  @Bean
  Accounts accounts(JdbcClient jdbc) {
    return new Accounts(jdbc);
  }

  @Bean
  UserSearch userSearch(JdbcClient jdbc) {
    return new UserSearch(jdbc);
  }
}
