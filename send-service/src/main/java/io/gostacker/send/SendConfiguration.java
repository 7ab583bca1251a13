package io.gostacker.send;

import io.gostacker.common.conversation.ConversationLimits;
import io.gostacker.common.reload.Reloadable;
import io.gostacker.common.shardlog.Durability;
import io.gostacker.common.shardlog.Installation;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.RedisShardLog;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.shardlog.ShardLogConfiguration;
import io.gostacker.common.shardlog.ShardStates;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.trace.TraceConfiguration;
import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.PushSettings;
import io.gostacker.send.cache.GroupCache;
import io.gostacker.send.cache.GroupCacheSettings;
import io.gostacker.send.fanout.Ownership;
import io.gostacker.send.fanout.Routes;
import io.gostacker.send.shard.ShardParts;
import io.gostacker.send.shard.ShardWorkers;
import io.gostacker.send.store.ConversationStore;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The send service, to be imported. Needs a `JdbcClient`, a transaction manager, a clock and
/// meters.
@Configuration(proxyBeanMethods = false)
@Import({ShardLogConfiguration.class, TraceConfiguration.class})
@EnableConfigurationProperties({
  SendSettings.class,
  IdempotencySettings.class,
  GroupCacheSettings.class,
  ConversationLimits.class,
  PushSettings.class
})
public class SendConfiguration {

  @Bean
  Ownership shardOwnership(PushSettings push) {
    return push.mode() == PushSettings.Mode.STANDALONE ? Ownership.alone() : Ownership.shared();
  }

  @Bean
  Durability durability(@Value("${gostacker.durability:redis}") Durability durability) {
    return durability;
  }

  @Bean
  Routes routes(Ownership ownership) {
    return new Routes(ownership);
  }

  @Bean
  RedisShardLog sendLog(RedisClient client, RedisSettings settings, Durability durability) {
    settings.check(durability);
    return RedisShardLog.open(client, settings);
  }

  @Bean
  Reloadable<GroupCacheSettings> groupCaching(GroupCacheSettings first) {
    return Reloadable.of(first);
  }

  @Bean
  GroupCache groupCache(
      RedisClient client,
      RedisSettings redis,
      Reloadable<GroupCacheSettings> settings,
      MeterRegistry meters) {
    return GroupCache.open(client, redis, settings, meters);
  }

  @Bean
  ShardWorkers shardWorkers(
      ShardLog sendLog,
      GroupCache groupCache,
      Shards shards,
      Routes routes,
      Ownership ownership,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Clock clock,
      MeterRegistry meters,
      Traces traces,
      Durability durability,
      SendSettings settings,
      IdempotencySettings idempotency,
      ConversationLimits limits) {
    Installation.keepShards(jdbc, shards);
    TransactionTemplate snapshots = new TransactionTemplate(transactions);
    snapshots.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    ConversationStore store =
        new ConversationStore(jdbc, snapshots, clock, idempotency.ids(), idempotency.age());
    return new ShardWorkers(
        new ShardParts(
            shards,
            sendLog,
            new ShardStates(jdbc),
            store,
            groupCache,
            routes,
            ownership,
            clock,
            () -> UUID.randomUUID().toString().replace("-", ""),
            durability,
            settings,
            idempotency,
            limits,
            new AtomicLong(),
            meters,
            traces));
  }

  @Bean
  SendService sendService(ShardWorkers shards, JdbcClient jdbc, Clock clock) {
    return new SendService(shards, jdbc, clock);
  }
}
