package io.gostacker.send.shard;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.shardlog.Durability;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.send.conversation.ConversationState;
import io.micrometer.core.instrument.Gauge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;

/// All shards of this process and the loops that they run on. Commands and reads come in here.
public final class ShardWorkers implements SmartLifecycle {
  private static final int PHASE = 100;
  private static final long TICK_MILLIS = 100;
  private static final long FLUSHED_MILLIS = 10;

  /// How many loads may wait for MySQL at a time: no more than its connections serve.
  private static final int BLOCKING_THREADS = 12;

  private final ShardParts parts;
  private final JoinOverlay joins = new JoinOverlay();
  private final List<SendLoop> loops = new ArrayList<>();
  private final List<Shard> shards = new ArrayList<>();
  private final ExecutorService blocking;
  private volatile boolean running;

  public ShardWorkers(ShardParts parts) {
    this.parts = parts;
    this.blocking =
        Executors.newFixedThreadPool(
            BLOCKING_THREADS, Thread.ofVirtual().name("send-load-", 0).factory());
    for (int i = 0; i < parts.settings().threads(); i++) {
      loops.add(new SendLoop("send-" + i, blocking, parts.log()::flush));
    }
    for (int number = 0; number < parts.shards().count(); number++) {
      shards.add(new Shard(number, loops.get(number % loops.size()), parts, joins));
    }
    parts.meters().gauge("gostacker.send.unflushed.bytes", parts.tailBytes());
    parts.meters().counter(ShardOpening.EPOCHS);
    Gauge.builder("gostacker.send.waiting", shards, ShardWorkers::waiting)
        .description("Commands that have not been answered")
        .register(parts.meters());
    parts
        .ownership()
        .onGain(number -> {
          Shard gained = shards.get(number);
          gained.onLoop(gained.guarded(gained.follower()::takeOver));
        });
  }

  private static double waiting(List<Shard> shards) {
    return shards.stream().mapToInt(Shard::waiting).sum();
  }

  /// See [io.gostacker.common.transport.SendPort#submit].
  public void submit(Command command, ReplyTo replyTo) {
    shardOf(command.conversationId()).submit(command, replyTo);
  }

  /// Asks something of a conversation's state, after its shard has applied its log to the head.
  /// Blocks the calling virtual thread.
  ///
  /// @throws Refusal what the question throws, or `unavailable`
  public <T> T ask(long conversationId, Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Shard shard = shardOf(conversationId);
    shard.onLoop(() ->
        shard.whenShown(fresh(answer, () -> answer(shard, conversationId, question, answer))));
    return await(answer);
  }

  private static <T> void answer(
      Shard shard, long conversationId, Question<T> question, CompletableFuture<T> answer) {
    shard
        .loads()
        .withState(
            conversationId,
            new StateUser() {
              @Override
              public void use(ConversationState state) {
                try {
                  answer.complete(
                      question.ask(state, new Tail(shard.memory().tail(), conversationId)));
                } catch (RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              }

              @Override
              public void failed(Throwable cause) {
                answer.completeExceptionally(cause);
              }
            });
  }

  /// What is in memory of some conversations, each as of its log's head; those of which nothing is
  /// are missing: MySQL has all of them.
  public Map<Long, InMemory> inMemory(Iterable<Long> conversationIds) {
    Map<Shard, Set<Long>> byShard = new HashMap<>();
    for (long id : conversationIds) {
      byShard.computeIfAbsent(shardOf(id), shard -> new HashSet<>()).add(id);
    }
    List<CompletableFuture<Map<Long, InMemory>>> answers = new ArrayList<>();
    byShard.forEach((shard, ids) -> {
      CompletableFuture<Map<Long, InMemory>> answer = new CompletableFuture<>();
      answers.add(answer);
      shard.onLoop(() -> shard.whenShown(fresh(answer, () -> answer.complete(look(shard, ids)))));
    });
    Map<Long, InMemory> all = new HashMap<>();
    answers.forEach(answer -> all.putAll(await(answer)));
    return all;
  }

  private static Map<Long, InMemory> look(Shard shard, Set<Long> ids) {
    Map<Long, InMemory> found = new HashMap<>();
    for (long id : ids) {
      boolean unflushed = shard.memory().tail().holds(id);
      ConversationState state = shard.memory().states().get(id);
      MessageAppended newest = shard.memory().tail().newest(id);
      if (state != null && state.exists()) {
        found.put(id, new InMemory(state.lastSeq(), state.lastActivity(), unflushed));
      } else if (unflushed) {
        found.put(
            id,
            new InMemory(
                newest == null ? 0 : newest.seq(), newest == null ? 0 : newest.sentAt(), true));
      }
    }
    return found;
  }

  /// Conversations that the user joined and that MySQL may not name yet. Ask this before MySQL.
  /// Blocks while a shard has yet to apply its log to the head: what it has unflushed is not known
  /// before.
  ///
  /// @throws Refusal `unavailable`
  public Set<Long> lateJoins(long userId) {
    while (true) {
      long losses = joins.losses();
      unknown().stream().map(this::fresh).toList().forEach(this::await);
      Set<Long> found = joins.of(userId);
      if (losses == joins.losses()) {
        return found;
      }
    }
  }

  /// The shards that may hold joins which are not known here. With other instances that is any:
  /// they append too.
  private List<Shard> unknown() {
    return parts.ownership().isAlone()
        ? joins.incomplete().stream().map(shards::get).toList()
        : shards;
  }

  private CompletableFuture<Boolean> fresh(Shard shard) {
    CompletableFuture<Boolean> known = new CompletableFuture<>();
    shard.onLoop(() -> shard.whenShown(fresh(known, () -> known.complete(true))));
    return known;
  }

  private static FreshUser fresh(CompletableFuture<?> answer, Runnable then) {
    return new FreshUser() {
      @Override
      public void fresh() {
        then.run();
      }

      @Override
      public void failed(Throwable cause) {
        answer.completeExceptionally(cause);
      }
    };
  }

  private <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(parts.settings().patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new IllegalStateException("A read failed", e.getCause());
    } catch (TimeoutException e) {
      throw unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
  }

  private static Refusal unavailable() {
    return Refusal.of(ErrorCode.UNAVAILABLE, "The message store does not answer, try again");
  }

  private Shard shardOf(long conversationId) {
    return shards.get(parts.shards().of(conversationId));
  }

  @Override
  public void start() {
    running = true;
    forEachShard(Shard::open);
    long poll = parts.settings().poll().toMillis();
    for (SendLoop loop : loops) {
      List<Shard> own = shardsOf(loop);
      loop.every(poll, () -> own.forEach(shard -> shard.guarded(shard::poll).run()));
      loop.again(
          () -> parts.groupCache().settings().flushInterval().toMillis(),
          () -> own.forEach(shard -> shard.guarded(shard.memory().cacheWrites()::write).run()));
      if (parts.durability() == Durability.MYSQL) { // everything waits for it
        loop.every(
            FLUSHED_MILLIS,
            () -> {
              own.forEach(shard -> shard.guarded(shard::askFlushedIfAwaited).run());
              parts.log().flush();
            });
      }
      loop.every(TICK_MILLIS, () -> own.forEach(shard -> shard.guarded(shard::tick).run()));
    }
  }

  @Override
  public void stop() {
    if (!running) {
      return;
    }
    running = false;
    forEachShard(Shard::close);
    loops.forEach(SendLoop::stop);
    blocking.shutdownNow();
  }

  /// Up before anything accepts clients, down after all of them are gone.
  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void forEachShard(Consumer<Shard> action) {
    shards.forEach(shard -> shard.onLoop(() -> action.accept(shard)));
  }

  private List<Shard> shardsOf(SendLoop loop) {
    int index = loops.indexOf(loop);
    List<Shard> own = new ArrayList<>();
    for (int number = index; number < shards.size(); number += loops.size()) {
      own.add(shards.get(number));
    }
    return own;
  }

  /// A question to a conversation's state. Asked on the shard's loop: quick, without I/O, keeping
  /// nothing of what it is given.
  @FunctionalInterface
  public interface Question<T> {
    T ask(ConversationState state, Tail tail);
  }

  /// A conversation's messages that MySQL may not have yet.
  public static final class Tail {
    private final ShardTail tail;
    private final long conversationId;

    Tail(ShardTail tail, long conversationId) {
      this.tail = tail;
      this.conversationId = conversationId;
    }

    /// The lowest `limit` messages with `fromSeq` to `toSeq`, ascending.
    public List<Message> lowest(long fromSeq, long toSeq, int limit) {
      return tail.messages(conversationId, fromSeq, toSeq, limit, false);
    }

    /// The highest `limit` messages with `fromSeq` to `toSeq`, ascending.
    public List<Message> highest(long fromSeq, long toSeq, int limit) {
      return tail.messages(conversationId, fromSeq, toSeq, limit, true);
    }
  }

  /// What is known of a conversation without MySQL.
  ///
  /// @param lastSeq seq of its newest message; 0 when only MySQL knows
  /// @param lastActivity epoch milliseconds; 0 when only MySQL knows
  /// @param unflushed whether it has records that MySQL may not have
  public record InMemory(long lastSeq, long lastActivity, boolean unflushed) {}
}
