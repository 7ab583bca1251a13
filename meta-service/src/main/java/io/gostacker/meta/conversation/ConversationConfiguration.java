package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationLimits;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.BodyLimit;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.random.RandomIds;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Wires the REST face of conversations.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConversationLimits.class)
@Import({
  ConversationController.class,
  ConversationSearchController.class,
  MemberController.class,
  BanController.class,
  BlockController.class,
  JoinController.class,
  JoinRequestController.class
})
public class ConversationConfiguration {
  /// Holds 100,000 ids with quotes, commas and a blank after each.
  private static final int ID_LIST_BYTES = 5 * 512 * 1024;

  @Bean
  BodyLimit creationBodyLimit() {
    return BodyLimit.of(HttpMethod.POST, "/api/v1/conversations", ID_LIST_BYTES);
  }

  @Bean
  BodyLimit membersBodyLimit() {
    return BodyLimit.of(HttpMethod.POST, "/api/v1/conversations/{id}/members", ID_LIST_BYTES);
  }

  @Bean
  SendCalls sendCalls(SendPort send) {
    return new SendCalls(send);
  }

  @Bean
  Reservations conversationReservations(JdbcClient jdbc, RandomIds random, Clock clock) {
    return new Reservations(jdbc, random, clock);
  }

  @Bean
  BlockTable blockTable(JdbcClient jdbc) {
    return new BlockTable(jdbc);
  }

  @Bean
  Blocks blocks(
      Accounts accounts,
      BlockTable table,
      Reservations reservations,
      SendCalls calls,
      Clock clock) {
    return new Blocks(accounts, table, reservations, calls, clock);
  }

  @Bean
  Creation conversationCreation(
      Accounts accounts,
      Reservations reservations,
      BlockTable blocks,
      RandomIds random,
      SendCalls calls) {
    return new Creation(accounts, reservations, blocks, random, calls);
  }

  @Bean
  DirectConversations directConversations(
      Reservations reservations, BlockTable blocks, Transactions transactions) {
    return new DirectConversations(reservations, blocks, transactions);
  }

  @Bean
  Members conversationMembers(SendPort send, Accounts accounts, Clock clock) {
    return new Members(send, accounts, clock);
  }

  @Bean
  CreationAnswers creationAnswers(Creation creation, Ext exts, ConversationLimits limits) {
    return new CreationAnswers(creation, exts, limits);
  }

  @Bean
  JoinRequests joinRequests(JdbcClient jdbc, RandomIds random, Clock clock) {
    return new JoinRequests(jdbc, random, clock);
  }

  @Bean
  JoinDecisions joinDecisions(SendPort send, SendCalls calls, JoinRequests requests) {
    return new JoinDecisions(send, calls, requests);
  }

  @Bean
  ConversationSearch conversationSearch(JdbcClient jdbc) {
    return new ConversationSearch(jdbc);
  }

  @Bean
  Ext conversationExt(JsonMapper mapper) {
    return new Ext(mapper);
  }
}
