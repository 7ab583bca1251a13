package io.gostacker.meta.session;

import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.common.transport.SessionPort;
import io.gostacker.meta.ban.BanTable;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.random.RandomIds;
import io.gostacker.meta.token.AccessTokens;
import io.gostacker.meta.token.SigningKeys;
import io.gostacker.meta.token.TokenSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires sessions and their revocation.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionSettings.class)
public class SessionConfiguration {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);

  @Bean
  RevokedSessions revokedSessions(JdbcClient jdbc, Clock clock, MeterRegistry meters) {
    return new RevokedSessions(new SessionTable(jdbc), clock, meters);
  }

  @Bean
  PeriodicTask revocationPoll(RevokedSessions revoked) {
    return PeriodicTask.start("Reading which sessions have ended", POLL, revoked::poll);
  }

  @Bean
  Sessions deviceSessions(
      JdbcClient jdbc,
      BanTable bans,
      Transactions transactions,
      SessionEnds ends,
      AccountEvents events,
      RandomIds random,
      Clock clock,
      Sessions.Lifetimes lifetimes) {
    return new Sessions(
        new SessionTable(jdbc),
        new RefreshTokens(jdbc),
        bans,
        transactions,
        ends,
        events,
        random,
        clock,
        lifetimes);
  }

  @Bean
  GivenSessions givenSessions(
      JdbcClient jdbc,
      BanTable bans,
      Transactions transactions,
      SessionEnds ends,
      AccountEvents events,
      RandomIds random,
      Clock clock,
      Sessions.Lifetimes lifetimes) {
    return new GivenSessions(
        new SessionTable(jdbc), bans, transactions, ends, events, random, clock, lifetimes);
  }

  @Bean
  StoredFacts storedFacts(SigningKeys keys, JdbcClient jdbc, BanTable bans, Clock clock) {
    return new StoredFacts(keys, new SessionTable(jdbc), bans, clock);
  }

  @Bean
  Devices devices(
      JdbcClient jdbc,
      Transactions transactions,
      SessionEnds ends,
      AccountEvents events,
      Clock clock) {
    return new Devices(new SessionTable(jdbc), transactions, ends, events, clock);
  }

  @Bean
  Sessions.Lifetimes sessionLifetimes(
      AccessTokens accessTokens, TokenSettings tokens, SessionSettings settings) {
    return new Sessions.Lifetimes(
        accessTokens::expiry,
        tokens.refreshTtl(),
        settings.maxPerUser(),
        settings.maxPerPlatform());
  }

  @Bean
  SessionEnds sessionEnds(RevokedSessions revoked, SessionPort sockets) {
    return new SessionEnds(revoked, sockets);
  }

  @Bean
  SessionHousekeeping sessionHousekeeping(Sessions sessions, JdbcClient jdbc, Clock clock) {
    return new SessionHousekeeping(
        sessions, new SessionTable(jdbc), new RefreshTokens(jdbc), clock);
  }

  @Bean
  PeriodicTask sessionHousekeepingTurns(SessionHousekeeping housekeeping) {
    return PeriodicTask.start("Ending and forgetting sessions", HOUSEKEEPING, housekeeping::run);
  }
}
