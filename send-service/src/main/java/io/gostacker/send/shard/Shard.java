package io.gostacker.send.shard;

import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardState;
import io.gostacker.common.trace.Step;
import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.send.conversation.ConversationState;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker of one shard.
///
/// It has applied every entry up to a position and appends right after that or not at all; when
/// somebody else was faster it applies what came and decides its whole batch again. [Appender]
/// decides and appends, [HeadWatch] knows whether anything was missed, [Follower] applies what was,
/// [StateLoads] brings conversations into [ShardMemory]. Everything runs on the shard's loop,
/// except [#submit] and [#onLoop].
final class Shard {
  private static final Logger log = LoggerFactory.getLogger(Shard.class);

  private final int number;
  private final SendLoop loop;
  private final ShardParts parts;
  private final ShardMemory memory;
  private final StateLoads loads;
  private final HeadWatch heads;
  private final Appender appender;
  private final Follower follower;
  private final FlushedAnswers flushedAnswers;
  private final AtomicInteger waiting = new AtomicInteger();
  private final JoinOverlay joins;
  private final GivenUp givenUp = new GivenUp();
  private Phase phase = Phase.OPENING;
  private int connection;
  private long lastReady = System.nanoTime();

  Shard(int number, SendLoop loop, ShardParts parts, JoinOverlay joins) {
    this.number = number;
    this.loop = loop;
    this.parts = parts;
    this.joins = joins;
    joins.incomplete(number);
    this.memory = new ShardMemory(parts, joins);
    this.loads = new StateLoads(this);
    this.heads = new HeadWatch(this);
    this.appender = new Appender(this);
    this.follower = new Follower(this);
    this.flushedAnswers = new FlushedAnswers(parts.groupCache(), parts.durability(), memory);
  }

  /// Takes a command in, from any thread; at the bound it is answered `overloaded` at once.
  void submit(Command command, ReplyTo replyTo) {
    if (waiting.incrementAndGet() > parts.settings().queue()) {
      waiting.decrementAndGet();
      givenUp.note(command, System.nanoTime());
      replyTo.reply(Waiting.OVERLOADED);
      return;
    }
    ReplyTo counted = new Counted(replyTo, waiting);
    long deadline = System.nanoTime() + parts.settings().patience().toNanos();
    Step step = parts.traces().follow(Traces.current(), "send decide");
    Waiting taken = new Waiting(command, counted, deadline, step, givenUp);
    loop.execute(() -> {
      appender.enqueue(taken);
      wake();
    });
  }

  private record Counted(ReplyTo to, AtomicInteger waiting) implements ReplyTo {
    @Override
    public void reply(Reply reply) {
      waiting.decrementAndGet();
      to.reply(reply);
    }

    @Override
    public boolean follows() {
      return to.follows();
    }
  }

  /// How many commands have not been answered.
  int waiting() {
    return waiting.get();
  }

  /// Runs something on this shard's loop, from any thread.
  void onLoop(Runnable task) {
    loop.execute(task);
  }

  void open() {
    follower.open();
  }

  /// The log has everything; called by the opening.
  void opened(ShardState state, Position head, int onConnection) {
    if (phase != Phase.CLOSED) {
      connection = onConnection;
      follower.opened(state, head);
    }
  }

  /// One turn: decide what is queued, ask for the head if somebody waits for it.
  void turn() {
    if (phase != Phase.READY || !parts.log().isUp(number)) {
      return;
    }
    if (parts.log().connection(number) == connection) {
      appender.next();
      heads.ask();
    } else {
      follower.open();
    }
  }

  /// Looks, also when idle, whether somebody else appended and what has been flushed.
  void poll() {
    if (phase != Phase.READY || !parts.log().isUp(number)) {
      return;
    }
    heads.whenFresh(FreshUser.NOBODY);
    askFlushed();
  }

  /// Asks more often what has been flushed while somebody waits for it.
  void askFlushedIfAwaited() {
    if (phase == Phase.READY
        && parts.log().isUp(number)
        && (!flushedAnswers.isEmpty() || memory.isFanOutHeld())) {
      askFlushed();
    }
  }

  private void askFlushed() {
    whenDone(
        () -> parts.log().flushed(number),
        (position, failure) -> {
          if (position != null && position.isPresent() && phase == Phase.READY) {
            memory.flushedUpTo(position.get());
            memory.fanOutFlushed();
            flushedAnswers.give();
            makeRoom();
            wake();
          }
        });
  }

  /// Calls back when everything that was in the log at this call is applied and may be shown.
  void whenShown(FreshUser user) {
    long deadline = System.nanoTime() + parts.settings().patience().toNanos();
    heads.whenFresh(
        new FreshUser() {
          @Override
          public void fresh() {
            flushedAnswers.whenShown(user, deadline);
          }

          @Override
          public void failed(Throwable cause) {
            user.failed(cause);
          }
        });
  }

  /// Answers what has waited too long.
  void tick() {
    long now = System.nanoTime();
    appender.expire(now);
    loads.expire(now);
    flushedAnswers.expire(now);
    givenUp.expire(now);
    if (phase == Phase.READY && parts.log().isUp(number)) {
      lastReady = now;
      askFlushedIfAwaited();
    } else if (now - lastReady > parts.settings().patience().toNanos()) {
      heads.giveUp();
    }
    wake();
  }

  /// Drops states that nobody uses, down to the bound.
  void makeRoom() {
    memory.makeRoom(id -> memory.tail().holds(id) || appender.uses(id));
  }

  void tellTyping(Command.Typing typing) {
    ConversationState state = memory.states().get(typing.conversationId());
    if (state != null) {
      memory.fanOut().typing(state, typing);
    }
  }

  void wake() {
    loop.wake(this);
  }

  void enter(Phase next) {
    if (phase != Phase.CLOSED) {
      phase = next;
    }
    if (phase == Phase.READY) {
      joins.complete(number);
    }
  }

  /// Drops whatever was derived from the log; what waits is decided again or answered.
  void forgetEverything() {
    joins.incomplete(number);
    appender.abandon();
    loads.forgetAll();
    flushedAnswers.abandon();
    memory.forgetTail();
  }

  /// Hands the outcome of something asynchronous to the loop: the value, or what went wrong.
  <T> void whenDone(
      Supplier<CompletableFuture<T>> question, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    CompletableFuture<T> outcome;
    try {
      outcome = question.get();
    } catch (RuntimeException e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    outcome.whenComplete(
        (value, failure) -> loop.execute(guarded(() -> then.accept(value, failure))));
  }

  /// Runs something that may block elsewhere, and hands its outcome to the loop.
  <T> void blocking(Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    whenDone(() -> loop.blocking(work), then);
  }

  void later(long millis, Runnable task) {
    loop.later(millis, guarded(task));
  }

  /// A defect must end neither the other shards nor this one for good: how far a step that broke
  /// off had come is unknown, so everything is dropped and taken from the log again.
  Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException | Error e) {
        log.error("A step of shard {} failed", number, e);
        if (phase != Phase.CLOSED) {
          follower.reopen("a step failed");
        }
      }
    };
  }

  void close() {
    phase = Phase.CLOSED;
    forgetEverything();
    appender.close();
    heads.giveUp();
  }

  Phase phase() {
    return phase;
  }

  int number() {
    return number;
  }

  ShardParts parts() {
    return parts;
  }

  ShardMemory memory() {
    return memory;
  }

  StateLoads loads() {
    return loads;
  }

  HeadWatch heads() {
    return heads;
  }

  FlushedAnswers flushedAnswers() {
    return flushedAnswers;
  }

  Appender appender() {
    return appender;
  }

  Follower follower() {
    return follower;
  }
}
