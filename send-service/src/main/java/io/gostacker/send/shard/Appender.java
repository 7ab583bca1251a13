package io.gostacker.send.shard;

import io.gostacker.common.fault.FailPoint;
import io.gostacker.common.metrics.Latency;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.trace.Step;
import io.gostacker.common.transport.Command;
import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.conversation.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what is queued and appends it: one append in flight; what queues meanwhile is the next
/// entry. Nothing is answered before what it was decided on, or what was decided, stands in the
/// log.
final class Appender {
  private static final Logger log = LoggerFactory.getLogger(Appender.class);
  private static final long RETRY_MILLIS = 50;

  private final Shard shard;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Set<Waiting> lookedUp = new LinkedHashSet<>();
  private final Timer appends;
  private final DistributionSummary batches;
  private final Counter conflicts;
  private @Nullable ShardBatch appending;
  private boolean outcomeUnknown;
  private @Nullable ShardBatch confirming;

  Appender(Shard shard) {
    this.shard = shard;
    MeterRegistry meters = shard.parts().meters();
    this.appends =
        Latency.timer("gostacker.send.appends", "From an append to Redis' answer").register(meters);
    this.batches = meters.summary("gostacker.send.batch.commands");
    this.conflicts = meters.counter("gostacker.send.conflicts");
  }

  void enqueue(Waiting command) {
    queue.add(command);
  }

  /// Puts commands before all others, in their order.
  void requeue(List<Waiting> commands) {
    for (int i = commands.size() - 1; i >= 0; i--) {
      queue.addFirst(commands.get(i));
    }
  }

  /// Decides and appends as much as makes one entry, unless one is under way.
  void next() {
    if (appending != null || confirming != null || shard.flushedAnswers().hasReaders()) {
      return;
    }
    ShardBatch batch = new ShardBatch(shard.parts().batchIds().get(), shard.memory().context());
    long now = System.nanoTime();
    while (hasRoom(batch) && !queue.isEmpty()) {
      Waiting command = queue.remove();
      if (!command.expire(now) && !command.giveUp(now) && !decides(command, batch)) {
        requeue(batch.commands());
        shard.wake();
        return;
      }
    }
    if (batch.isEmpty()) {
      return;
    }
    if (batch.changesNothing()) {
      confirm(batch);
    } else {
      append(batch);
    }
  }

  private boolean hasRoom(ShardBatch batch) {
    return batch.size() < shard.parts().settings().batchCommands()
        && batch.bytes() < shard.parts().settings().batchBytes().toBytes();
  }

  /// Whether it went well. If not, the command is to blame and is answered, and the batch that may
  /// hold half of what it leads to is to be given up.
  private boolean decides(Waiting command, ShardBatch batch) {
    try {
      decide(command, batch);
      return true;
    } catch (RuntimeException e) {
      log.error("A command for {} cannot be decided", command.command().conversationId(), e);
      command.answer(Waiting.FAILED);
      return false;
    }
  }

  private void decide(Waiting command, ShardBatch batch) {
    ConversationState state = shard.memory().states().get(command.command().conversationId());
    if (state == null) {
      shard.loads().park(command);
    } else if (shard.memory().isFull() && !(command.command() instanceof Command.Typing)) {
      command.answer(Waiting.OVERLOADED);
    } else {
      Decision.NeedsOrdinal needed = batch.decide(command, state);
      if (needed != null) {
        lookUp(needed.seq(), command);
      }
    }
  }

  private void lookUp(long seq, Waiting command) {
    long conversationId = command.command().conversationId();
    lookedUp.add(command);
    shard.blocking(
        () -> shard.parts().store().ordinalAt(conversationId, seq),
        (ordinal, failure) -> {
          lookedUp.remove(command);
          if (ordinal == null) {
            command.answer(Waiting.UNAVAILABLE);
          } else {
            command.know(seq, ordinal);
            queue.addFirst(command);
            shard.wake();
          }
        });
  }

  /// Duplicates and refusals too wait until what they were decided on is known to be the newest.
  private void confirm(ShardBatch batch) {
    confirming = batch;
    Position decidedAt = shard.memory().applied();
    shard
        .heads()
        .whenFresh(
            new FreshUser() {
              @Override
              public void fresh() {
                confirmed(batch, decidedAt.equals(shard.memory().applied()));
                shard.wake();
              }

              @Override
              public void failed(Throwable cause) {
                confirmed(batch, false);
                shard.later(RETRY_MILLIS, shard::wake);
              }
            });
  }

  private void confirmed(ShardBatch batch, boolean newest) {
    if (confirming != batch) {
      return; // given up with everything that it was decided on
    }
    if (newest) {
      answer(batch);
    } else {
      requeue(batch.commands());
    }
    confirming = null;
  }

  private void append(ShardBatch batch) {
    appending = batch;
    outcomeUnknown = false;
    Step step = shard.parts().traces().call(batch.traces(), "redis", "append");
    byte[] payload = BatchCodec.encode(batch.batch(step.parent()));
    Position applied = shard.memory().applied();
    batches.record(batch.size());
    FailPoint.SEND_BEFORE_APPEND.reached();
    long start = System.nanoTime();
    shard.whenDone(
        () -> shard.parts().log().append(shard.number(), applied, batch.id(), payload),
        (outcome, failure) -> {
          appends.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
          if (outcome instanceof Appended.Done) {
            step.tag("shard", shard.number()).tag("commands", batch.size()).end();
          } else {
            step.fail(outcome == null ? "failed" : outcome.getClass().getSimpleName());
          }
          appended(
              batch, outcome == null ? new Appended.Unknown(String.valueOf(failure)) : outcome);
        });
  }

  private void appended(ShardBatch batch, Appended outcome) {
    if (appending != batch) {
      return; // settled meanwhile by what the log was found to hold
    }
    switch (outcome) {
      case Appended.Done done -> {
        FailPoint.SEND_AFTER_APPEND.reached();
        Position position = new Position(shard.memory().applied().offset() + 1, batch.id());
        shard.memory().take(position, batch.batch(null), unloaded -> {});
        answer(batch);
        FailPoint.SEND_AFTER_ANSWER.reached();
        appending = null;
      }
      case Appended.Conflict conflict -> {
        appending = null;
        requeue(batch.commands());
        conflict(conflict.head());
      }
      case Appended.Gone gone -> {
        appending = null;
        requeue(batch.commands());
        shard.follower().reopen("its head is gone");
      }
      case Appended.Full full -> {
        appending = null;
        batch.commands().forEach(command -> command.answer(Waiting.OVERLOADED));
      }
      case Appended.Unknown unknown -> {
        outcomeUnknown = true;
        shard.later(RETRY_MILLIS, this::resolve);
      }
    }
    shard.wake();
  }

  private void conflict(Position head) {
    conflicts.increment();
    Position applied = shard.memory().applied();
    if (HeadWatch.isBehind(head, applied)) {
      shard.follower().reopen("its head was " + applied + " and is " + head);
    } else {
      shard.follower().follow(head, List.of());
    }
  }

  /// The log itself tells what became of an append: following it to its head finds the batch or
  /// not.
  private void resolve() {
    if (appending == null || !outcomeUnknown) {
      return;
    }
    shard
        .heads()
        .whenFresh(
            new FreshUser() {
              @Override
              public void fresh() {
                settle();
              }

              @Override
              public void failed(Throwable cause) {
                shard.later(RETRY_MILLIS, Appender.this::resolve);
              }
            });
  }

  /// Everything up to the head is applied: an append of unknown outcome that was not among it is
  /// decided again. Should it arrive late, it finds another head, or is found by whoever finds it.
  void settle() {
    ShardBatch unresolved = appending;
    if (unresolved != null && outcomeUnknown) {
      appending = null;
      requeue(unresolved.commands());
    }
    shard.wake();
  }

  /// An entry with this batch id was found in the log and applied: if it is ours, it is answered.
  void found(String batchId) {
    ShardBatch own = appending;
    if (own != null && own.id().equals(batchId)) {
      answer(own);
      appending = null;
    }
  }

  private void answer(ShardBatch batch) {
    for (ShardBatch.Decided decided : batch.decided()) {
      shard.flushedAnswers().answer(decided.waiting(), decided.reply());
      if (decided.waiting().command() instanceof Command.Typing typing) {
        shard.tellTyping(typing);
      }
    }
    shard.memory().states().removeIfMissing(batch.conversations());
  }

  /// Whether an append is in flight whose outcome is still to come.
  boolean expectsAnswer() {
    return appending != null && !outcomeUnknown;
  }

  /// Whether a conversation has something under way here.
  boolean uses(long conversationId) {
    ShardBatch open = appending != null ? appending : confirming;
    return open != null && open.conversations().contains(conversationId);
  }

  /// What was decided on is gone. What became of an append in flight cannot be told any more; what
  /// was to be confirmed is decided again.
  void abandon() {
    ShardBatch open = appending;
    ShardBatch unconfirmed = confirming;
    appending = null;
    confirming = null;
    if (open != null) {
      open.commands().forEach(command -> command.answer(Waiting.UNAVAILABLE));
    }
    if (unconfirmed != null) {
      requeue(unconfirmed.commands());
    }
  }

  /// Answers what has waited too long.
  void expire(long now) {
    while (!queue.isEmpty() && queue.getFirst().expire(now)) {
      queue.removeFirst();
    }
    ShardBatch open = appending != null ? appending : confirming;
    if (open != null) {
      open.commands().forEach(command -> command.expire(now));
    }
    lookedUp.forEach(command -> command.expire(now));
  }

  void close() {
    queue.forEach(command -> command.answer(Waiting.UNAVAILABLE));
    queue.clear();
    lookedUp.forEach(command -> command.answer(Waiting.UNAVAILABLE));
  }
}
