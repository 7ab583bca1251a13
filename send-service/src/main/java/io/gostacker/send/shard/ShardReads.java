package io.gostacker.send.shard;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.send.conversation.ConversationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is read from the shards of this process: each answer sees everything whose write was
/// answered before it was asked.
public final class ShardReads {
  private final List<Shard> shards;
  private final ShardParts parts;
  private final JoinOverlay joins;

  ShardReads(List<Shard> shards, ShardParts parts, JoinOverlay joins) {
    this.shards = shards;
    this.parts = parts;
    this.joins = joins;
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
                if (!shard.flushedAnswers().isShown()) { // it had to be loaded first
                  shard.whenShown(
                      fresh(answer, () -> answer(shard, conversationId, question, answer)));
                  return;
                }
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
      throw HeadWatch.unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HeadWatch.unavailable();
    }
  }

  private Shard shardOf(long conversationId) {
    return shards.get(parts.shards().of(conversationId));
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
