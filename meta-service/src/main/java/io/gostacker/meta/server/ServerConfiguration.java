package io.gostacker.meta.server;

import io.gostacker.common.web.BodyLimit;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.random.RandomIds;
import io.gostacker.meta.session.GivenSessions;
import io.gostacker.meta.token.AccessTokens;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires the server API.
@Configuration(proxyBeanMethods = false)
@Import({ServerUserController.class, ServerBanController.class, ServerConversationController.class})
public class ServerConfiguration {
  /// Holds 1,000 users with long names and addresses.
  private static final int USER_LIST_BYTES = 2 * 1024 * 1024;

  /// Holds 100,000 ids with quotes, commas and a blank after each.
  private static final int ID_LIST_BYTES = 5 * 512 * 1024;

  @Bean
  BodyLimit serverUsersBodyLimit() {
    return BodyLimit.of(HttpMethod.POST, "/api/v1/server/users", USER_LIST_BYTES);
  }

  @Bean
  BodyLimit serverConversationsBodyLimit() {
    return BodyLimit.of(HttpMethod.POST, "/api/v1/server/conversations", ID_LIST_BYTES);
  }

  @Bean
  ServerUsers serverUsers(
      JdbcClient jdbc, DataSource dataSource, AccountEvents events, RandomIds random, Clock clock) {
    TransactionTemplate transactions =
        new TransactionTemplate(new JdbcTransactionManager(dataSource));
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new ServerUsers(jdbc, transactions, events, random, clock);
  }

  @Bean
  ServerTokens serverTokens(GivenSessions sessions, AccessTokens accessTokens, Clock clock) {
    return new ServerTokens(sessions, accessTokens, clock);
  }
}
