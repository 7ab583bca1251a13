package io.gostacker.send;

import io.gostacker.common.conversation.ConversationLimits;
import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.shardlog.Durability;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.shardlog.ShardStates;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort.HistoryQuery;
import io.gostacker.common.transport.SendPort.MessagePage;
import io.gostacker.send.cache.GroupCache;
import io.gostacker.send.cache.GroupCacheSettings;
import io.gostacker.send.fanout.Ownership;
import io.gostacker.send.fanout.Routes;
import io.gostacker.send.shard.ShardParts;
import io.gostacker.send.shard.ShardWorkers;
import io.gostacker.send.store.ConversationStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// One send service of a test, over a given log and database.
final class Pipeline implements AutoCloseable {
  static final Shards SHARDS = new Shards(4);

  final Routes routes;
  final SendService service;
  private final ShardWorkers workers;

  Pipeline(ShardLog log, DataSource database) {
    this(log, database, SendSettings.defaults());
  }

  Pipeline(ShardLog log, DataSource database, SendSettings settings) {
    this(log, database, settings, Ownership.alone());
  }

  Pipeline(ShardLog log, DataSource database, SendSettings settings, Ownership ownership) {
    this(log, database, settings, ownership, Durability.REDIS);
  }

  Pipeline(
      ShardLog log,
      DataSource database,
      SendSettings settings,
      Ownership ownership,
      Durability durability) {
    this.routes = new Routes(ownership);
    JdbcClient jdbc = JdbcClient.create(database);
    IdempotencySettings idempotency = IdempotencySettings.defaults();
    Clock clock = Clock.systemUTC();
    this.workers =
        new ShardWorkers(
            new ShardParts(
                SHARDS,
                log,
                new ShardStates(jdbc),
                new ConversationStore(
                    jdbc,
                    new TransactionTemplate(new JdbcTransactionManager(database)),
                    clock,
                    idempotency.ids(),
                    idempotency.age()),
                GroupCache.empty(GroupCacheSettings.defaults(), new SimpleMeterRegistry()),
                routes,
                ownership,
                clock,
                () -> UUID.randomUUID().toString().replace("-", ""),
                durability,
                settings,
                idempotency,
                ConversationLimits.defaults(),
                new AtomicLong(),
                new SimpleMeterRegistry(),
                Traces.OFF));
    this.service = new SendService(workers, jdbc, clock);
    workers.start();
  }

  CompletableFuture<Reply> submit(Command command) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    service.submit(command, reply::complete);
    return reply;
  }

  Reply ask(Command command) {
    return submit(command).orTimeout(20, TimeUnit.SECONDS).join();
  }

  /// As [#ask], of a caller who has not been told the end of what the device sent before.
  Reply askFollowing(Command command) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    service.submit(
        command,
        new ReplyTo() {
          @Override
          public void reply(Reply reply) {
            answer.complete(reply);
          }

          @Override
          public boolean follows() {
            return true;
          }
        });
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /// Repeats the command until its outcome is known.
  Reply insist(Command command) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Reply reply = ask(command);
    while (isOpen(reply)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no outcome in 60 s, last: " + reply);
      }
      reply = ask(command);
    }
    return reply;
  }

  private static boolean isOpen(Reply reply) {
    return reply instanceof Reply.Refused refused
        && switch (refused.code()) {
          case UNAVAILABLE, OVERLOADED, INTERNAL -> true;
          default -> false;
        };
  }

  /// All messages that a member sees, ascending.
  List<Message> messages(long userId, long conversationId) {
    List<Message> all = new ArrayList<>();
    long after = 0;
    MessagePage page;
    do {
      page = service.history(new HistoryQuery(userId, conversationId, after, -1, 200));
      all.addAll(page.items());
      after = all.isEmpty() ? 0 : all.getLast().seq();
    } while (page.hasMore());
    return all;
  }

  @Override
  public void close() {
    workers.stop();
  }

  static Command.Create group(long id, long owner, long... members) {
    return new Command.Create(
        id,
        ConversationType.GROUP,
        "group",
        owner,
        members,
        JoinPolicy.INVITE,
        HistoryPolicy.JOINED,
        null);
  }

  static Command.Create direct(long id, long low, long high) {
    return new Command.Create(
        id,
        ConversationType.DIRECT,
        null,
        low,
        new long[] {low, high},
        JoinPolicy.INVITE,
        HistoryPolicy.JOINED,
        null);
  }

  static Command.SendMessage text(long conversationId, long sender, String clientMessageId) {
    byte[] content =
        ("{\"type\":\"text\",\"text\":\"" + clientMessageId + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    return new Command.SendMessage(
        conversationId, sender, "device-" + sender, clientMessageId, content, false);
  }
}
