package io.gostacker.send.shard;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.record.Batch;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.LogStep;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardState;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.conversation.Decision;
import io.gostacker.send.conversation.DecisionContext;
import io.gostacker.send.store.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker of one shard: one append in flight; what queues meanwhile is the next entry.
///
/// It has applied every entry up to `applied` and appends right after that or not at all; when
/// somebody else was faster it applies what came and decides its whole batch again. Everything runs
/// on the shard's loop, except [#submit] and [#onLoop].
final class Shard {
  private static final Logger log = LoggerFactory.getLogger(Shard.class);
  private static final int READ_ENTRIES = 200;
  private static final long RETRY_MILLIS = 50;

  private final int number;
  private final SendLoop loop;
  private final ShardParts parts;
  private final ShardOpening opening;
  private final ShardTail tail;
  private final LoadedStates states;
  private final AtomicInteger waiting = new AtomicInteger();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final List<FreshUser> awaitingHead = new ArrayList<>();
  private boolean headAsked;
  private Phase phase = Phase.OPENING;

  /// Whether nothing of this shard is in memory, so that any epoch may be taken up.
  private boolean blank = true;

  private Position applied = Position.START;
  private Position flushed = Position.START;
  private int epoch;
  private int connection;
  private long lastReady = System.nanoTime();
  private @Nullable ShardBatch appending;
  private boolean outcomeUnknown;
  private @Nullable ShardBatch confirming;

  Shard(int number, SendLoop loop, ShardParts parts, JoinOverlay joins) {
    this.number = number;
    this.loop = loop;
    this.parts = parts;
    this.opening = new ShardOpening(number, loop, parts, this);
    this.tail = new ShardTail(parts.tailBytes(), joins);
    int loaded = parts.settings().loadedConversations() / parts.shards().count();
    this.states = new LoadedStates(loaded + 1);
  }

  private enum Phase {
    /// The log is being compared with what MySQL has; nothing is decided.
    OPENING,
    /// Entries of others are being applied; nothing is decided.
    FOLLOWING,
    READY,
    CLOSED
  }

  void open() {
    opening.open(applied);
  }

  /// Takes a command in, from any thread; at the bound it is answered `overloaded` at once.
  void submit(Command command, ReplyTo replyTo) {
    if (waiting.incrementAndGet() > parts.settings().queue()) {
      waiting.decrementAndGet();
      replyTo.reply(Waiting.OVERLOADED);
      return;
    }
    ReplyTo counted =
        reply -> {
          waiting.decrementAndGet();
          replyTo.reply(reply);
        };
    long deadline = System.nanoTime() + parts.settings().patience().toNanos();
    Waiting taken = new Waiting(command, counted, deadline);
    loop.execute(() -> {
      queue.add(taken);
      loop.wake(this);
    });
  }

  /// Runs something on this shard's loop, from any thread.
  void onLoop(Runnable task) {
    loop.execute(task);
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /// One turn: decide what is queued, ask for the head if somebody waits for it.
  void turn() {
    if (phase != Phase.READY || !parts.log().isUp()) {
      return;
    }
    if (parts.log().connection() != connection) {
      phase = Phase.OPENING;
      opening.open(applied);
      return;
    }
    if (appending == null && confirming == null) {
      decide();
    }
    askHead();
  }

  private void decide() {
    long now = System.nanoTime();
    ShardBatch batch = new ShardBatch(parts.batchIds().get(), context());
    while (hasRoom(batch) && !queue.isEmpty()) {
      Waiting next = queue.remove();
      if (next.expire(now)) {
        continue;
      }
      long conversationId = next.command().conversationId();
      ConversationState state = states.get(conversationId);
      if (state == null) {
        loading(conversationId).commands().add(next);
      } else if (isFull() && !(next.command() instanceof Command.Typing)) {
        next.answer(Waiting.OVERLOADED);
      } else {
        Decision.NeedsOrdinal needed = batch.decide(next, state);
        if (needed != null) {
          lookUp(needed.seq(), next);
        }
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

  private void lookUp(long seq, Waiting command) {
    loop.blocking(
        () -> parts.store().ordinalAt(command.command().conversationId(), seq),
        (ordinal, failure) -> {
          if (ordinal == null) {
            command.answer(Waiting.UNAVAILABLE);
          } else {
            command.know(seq, ordinal);
            queue.addFirst(command);
            loop.wake(this);
          }
        });
  }

  private DecisionContext context() {
    return new DecisionContext(
        parts.clock().millis(),
        epoch,
        parts.settings().groupMembers(),
        parts.settings().channelMembers());
  }

  private boolean hasRoom(ShardBatch batch) {
    return batch.size() < parts.settings().batchCommands()
        && batch.bytes() < parts.settings().batchBytes().toBytes();
  }

  private boolean isFull() {
    return tail.size() >= parts.settings().unflushedRecords()
        || parts.tailBytes().get() >= parts.settings().unflushedBytes();
  }

  /// Duplicates and refusals too wait until what they were decided on is known to be the newest.
  private void confirm(ShardBatch batch) {
    confirming = batch;
    awaitingHead.add(
        new FreshUser() {
          @Override
          public void fresh(boolean moved) {
            confirming = null;
            if (moved) {
              requeue(batch.commands());
            } else {
              answer(batch);
            }
            loop.wake(Shard.this);
          }

          @Override
          public void failed(Throwable cause) {
            confirming = null;
            requeue(batch.commands());
            loop.later(RETRY_MILLIS, () -> loop.wake(Shard.this));
          }
        });
  }

  private void append(ShardBatch batch) {
    appending = batch;
    outcomeUnknown = false;
    byte[] payload = BatchCodec.encode(batch.batch());
    loop.whenDone(
        parts.log().append(number, applied, batch.id(), payload),
        (outcome, failure) ->
            appended(
                batch, outcome == null ? new Appended.Unknown(String.valueOf(failure)) : outcome));
  }

  private void appended(ShardBatch batch, Appended outcome) {
    if (appending != batch) {
      return; // settled meanwhile by what the log was found to hold
    }
    switch (outcome) {
      case Appended.Done done -> {
        appending = null;
        take(new Position(applied.offset() + 1, batch.id()), batch.batch(), false);
        answer(batch);
      }
      case Appended.Conflict conflict -> {
        appending = null;
        requeue(batch.commands());
        parts.meters().counter("gostacker.send.conflicts").increment();
        follow(conflict.head(), List.of());
      }
      case Appended.Gone gone -> {
        appending = null;
        requeue(batch.commands());
        reopen("its head is gone");
      }
      case Appended.Full full -> {
        appending = null;
        batch.commands().forEach(command -> command.answer(Waiting.OVERLOADED));
      }
      case Appended.Unknown unknown -> {
        outcomeUnknown = true;
        loop.later(RETRY_MILLIS, this::resolve);
      }
    }
    loop.wake(this);
  }

  /// The log itself tells what became of an append: following it to its head finds the batch or
  /// not.
  private void resolve() {
    if (appending == null || !outcomeUnknown) {
      return;
    }
    awaitingHead.add(
        new FreshUser() {
          @Override
          public void fresh(boolean moved) {
            settle();
          }

          @Override
          public void failed(Throwable cause) {
            loop.later(RETRY_MILLIS, Shard.this::resolve);
          }
        });
    loop.wake(this);
  }

  /// Whatever was applied up to the head, an append of unknown outcome that was not among it is
  /// decided again. Should it arrive late, it finds another head or is found by whoever finds it.
  private void settle() {
    ShardBatch unresolved = appending;
    if (unresolved != null && outcomeUnknown) {
      appending = null;
      requeue(unresolved.commands());
    }
    loop.wake(this);
  }

  private void requeue(List<Waiting> commands) {
    for (int i = commands.size() - 1; i >= 0; i--) {
      queue.addFirst(commands.get(i));
    }
  }

  private void answer(ShardBatch batch) {
    for (ShardBatch.Decided decided : batch.decided()) {
      decided.waiting().answer(decided.reply());
      if (decided.waiting().command() instanceof Command.Typing typing) {
        withState(typing.conversationId(), new TypingNotice(typing));
      }
    }
    for (long conversationId : batch.conversations()) {
      ConversationState state = states.get(conversationId);
      if (state != null && !state.exists()) {
        states.remove(conversationId);
      }
    }
  }

  /// Applies an entry that stands in the log.
  private void take(Position position, Batch batch, boolean fromOthers) {
    tail.add(position, batch);
    applied = position;
    epoch = batch.epoch();
    blank = false;
    for (LogRecord logRecord : batch.records()) {
      ConversationState state = states.get(logRecord.conversationId());
      if (state != null) {
        parts.fanOut().apply(state, logRecord, batch.epoch());
      } else if (fromOthers && !parts.fanOut().isIdle()) {
        repeat(logRecord);
      }
    }
  }

  /// Hands out what a record leads to that nobody may have handed out.
  private void repeat(LogRecord logRecord) {
    withState(logRecord.conversationId(), new Repetition(logRecord));
  }

  /// Calls back when this shard is known to have applied everything that was in the log when this
  /// was called.
  void whenFresh(FreshUser user) {
    awaitingHead.add(user);
    loop.wake(this);
  }

  private void askHead() {
    if (awaitingHead.isEmpty() || headAsked) {
      return;
    }
    headAsked = true;
    List<FreshUser> users = List.copyOf(awaitingHead);
    awaitingHead.clear();
    Position since = applied;
    loop.whenDone(
        parts.log().head(number),
        (head, failure) -> {
          headAsked = false;
          if (head == null) {
            Throwable cause = failure == null ? unavailable() : failure;
            users.forEach(user -> user.failed(cause));
          } else {
            headIs(head, since, users);
          }
          loop.wake(this);
        });
  }

  private void headIs(Optional<Position> head, Position since, List<FreshUser> users) {
    if (phase != Phase.READY) {
      awaitingHead.addAll(users);
    } else if (head.isEmpty()
        || head.get().offset() < since.offset()
        || (head.get().offset() == since.offset() && !head.get().equals(since))) {
      awaitingHead.addAll(users);
      reopen("its head was " + since + " and is " + head.map(Position::toString).orElse("gone"));
    } else if (head.get().offset() <= applied.offset()) {
      users.forEach(user -> user.fresh(false));
    } else if (appending != null && !outcomeUnknown) {
      awaitingHead.addAll(users); // the append will meet what others appended
    } else {
      follow(head.get(), users);
    }
  }

  /// Applies what others appended, up to `head` at least.
  private void follow(Position head, List<FreshUser> users) {
    phase = Phase.FOLLOWING;
    loop.whenDone(
        parts.log().read(number, applied.offset(), READ_ENTRIES),
        (entries, failure) -> {
          if (phase != Phase.FOLLOWING) {
            awaitingHead.addAll(users);
          } else if (entries == null) {
            awaitingHead.addAll(users);
            phase = Phase.OPENING;
            loop.later(RETRY_MILLIS, () -> opening.open(applied));
          } else {
            followed(head, entries, users);
          }
        });
    loop.wake(this);
  }

  private void followed(Position head, List<LogEntry> entries, List<FreshUser> users) {
    for (LogEntry entry : entries) {
      boolean known = entry.offset() <= applied.offset(); // its answer came while this was read
      if (!known && !accept(entry)) {
        awaitingHead.addAll(users);
        return;
      }
    }
    if (applied.offset() < head.offset()) {
      if (entries.isEmpty()) {
        awaitingHead.addAll(users);
        reopen("entries up to " + head + " are missing after " + applied);
      } else {
        follow(head, users);
      }
      return;
    }
    phase = Phase.READY;
    settle();
    users.forEach(user -> user.fresh(true));
  }

  private boolean accept(LogEntry entry) {
    switch (LogStep.of(applied, epoch, entry)) {
      case LogStep.Next next -> {
        take(entry.position(), next.batch(), true);
        ShardBatch own = appending;
        if (own != null && own.id().equals(entry.batchId())) {
          appending = null;
          answer(own);
        }
        return true;
      }
      case LogStep.NewEpoch begun -> {
        boolean nothingLost = entry.previousBatchId().equals(applied.batchId());
        if (!blank && !nothingLost) {
          reopen("epoch " + begun.epoch() + " has begun");
          return false;
        }
        take(entry.position(), new Batch(begun.epoch(), List.of()), true);
        return true;
      }
      case LogStep.Broken broken -> {
        reopen(broken.reason());
        return false;
      }
    }
  }

  /// The log is not what it was: everything is dropped and loaded again.
  private void reopen(String why) {
    log.warn("Shard {} is opened again: {}", number, why);
    phase = Phase.OPENING;
    Position known = applied;
    forgetEverything();
    opening.open(known);
  }

  private void forgetEverything() {
    blank = true;
    ShardBatch open = appending;
    appending = null;
    if (open != null) {
      open.commands().forEach(command -> command.answer(Waiting.UNAVAILABLE));
    }
    states
        .clear()
        .values()
        .forEach(load -> {
          requeue(load.commands());
          load.users().forEach(user -> user.failed(unavailable()));
        });
    tail.clear();
  }

  /// The log has everything that this instance and MySQL know of.
  void opened(ShardState state, Position head, int onConnection) {
    if (phase == Phase.CLOSED) {
      return;
    }
    connection = onConnection;
    boolean goesOn = !blank && state.epoch() == epoch;
    if (!goesOn) {
      forgetEverything();
      applied = state.flushed();
      flushed = state.flushed();
      epoch = state.flushed().offset() >= state.base() ? state.epoch() : 0;
      repeatRetained(state.flushed());
    }
    follow(head, List.of());
  }

  /// What an owner that died had appended in the last seconds may have been flushed before it was
  /// fanned out. The log keeps 30 s, so this reads them all.
  private void repeatRetained(Position upTo) {
    if (parts.fanOut().isIdle()) {
      return;
    }
    repeatRetained(0, upTo.offset());
  }

  private void repeatRetained(long after, long upTo) {
    loop.whenDone(
        parts.log().read(number, after, READ_ENTRIES),
        (entries, failure) -> {
          if (entries == null || phase == Phase.CLOSED) {
            parts.fanOut().resyncAll();
            return;
          }
          for (LogEntry entry : entries) {
            if (entry.offset() > upTo) {
              return;
            }
            BatchCodec.decode(entry.payload()).records().forEach(this::repeat);
          }
          if (!entries.isEmpty()) {
            repeatRetained(entries.getLast().offset(), upTo);
          }
        });
    loop.wake(this);
  }

  /// Hands a conversation's state over, now or when it has been loaded.
  void withState(long conversationId, StateUser user) {
    ConversationState state = states.get(conversationId);
    if (state == null) {
      loading(conversationId).users().add(user);
    } else {
      user.use(state);
    }
  }

  private LoadedStates.Loading loading(long conversationId) {
    LoadedStates.Loading underWay = states.loading(conversationId);
    if (underWay != null) {
      return underWay;
    }
    LoadedStates.Loading load = states.begin(conversationId, flushed.offset());
    loop.blocking(
        () -> parts.store().load(number, conversationId),
        (snapshot, failure) -> {
          if (states.loading(conversationId) != load) {
            return; // given up with everything else
          }
          if (snapshot == null) {
            notLoaded(conversationId, load, failure == null ? unavailable() : failure);
          } else {
            loaded(conversationId, load, snapshot);
          }
          loop.wake(this);
        });
    return load;
  }

  private void notLoaded(long conversationId, LoadedStates.Loading load, Throwable cause) {
    log.debug("Conversation {} was not loaded", conversationId, cause);
    states.end(conversationId);
    load.commands().forEach(command -> command.answer(Waiting.UNAVAILABLE));
    load.users().forEach(user -> user.failed(cause));
  }

  private void loaded(long conversationId, LoadedStates.Loading load, Snapshot snapshot) {
    if (tail.disagrees(snapshot.flushed())) {
      reopen("MySQL has " + snapshot.flushed() + ", which was not applied here");
      return;
    }
    if (snapshot.flushed().offset() > applied.offset()) {
      // Somebody else's entries are in MySQL already: apply them first.
      whenFresh(
          new FreshUser() {
            @Override
            public void fresh(boolean moved) {
              if (states.loading(conversationId) == load) {
                loaded(conversationId, load, snapshot);
              }
            }

            @Override
            public void failed(Throwable cause) {
              if (states.loading(conversationId) == load) {
                notLoaded(conversationId, load, cause);
              }
            }
          });
      return;
    }
    ConversationState state =
        new ConversationState(
            conversationId, parts.idempotency().ids(), parts.idempotency().age().toMillis());
    if (snapshot.conversation() != null) {
      state.restore(snapshot.conversation());
    }
    for (ShardTail.TailRecord later : tail.after(conversationId, snapshot.flushed().offset())) {
      state.apply(later.logRecord(), later.epoch());
    }
    states.put(state);
    states.makeRoom(this::isInUse);
    requeue(load.commands());
    load.users().forEach(user -> user.use(state));
  }

  private boolean isInUse(long conversationId) {
    ShardBatch open = appending != null ? appending : confirming;
    return tail.holds(conversationId)
        || (open != null && open.conversations().contains(conversationId));
  }

  ShardTail tail() {
    return tail;
  }

  @Nullable ConversationState loadedState(long conversationId) {
    return states.get(conversationId);
  }

  int unflushed() {
    return tail.size();
  }

  int loadedCount() {
    return states.size();
  }

  /// Looks, also when idle, whether somebody else appended and what has been flushed.
  void poll() {
    if (phase != Phase.READY || !parts.log().isUp()) {
      return;
    }
    whenFresh(
        new FreshUser() {
          @Override
          public void fresh(boolean moved) {}

          @Override
          public void failed(Throwable cause) {}
        });
    loop.whenDone(
        parts.log().flushed(number),
        (position, failure) -> {
          if (position != null && position.isPresent() && phase == Phase.READY) {
            letGo(position.get());
          }
        });
  }

  private void letGo(Position position) {
    if (position.offset() > applied.offset() || tail.disagrees(position)) {
      return; // not of the log as it is known here
    }
    flushed = position.offset() > flushed.offset() ? position : flushed;
    tail.drop(Math.min(flushed.offset(), states.floor()));
    states.makeRoom(this::isInUse);
  }

  /// Answers what has waited too long.
  void tick() {
    long now = System.nanoTime();
    while (!queue.isEmpty() && queue.getFirst().expire(now)) {
      queue.removeFirst();
    }
    for (LoadedStates.Loading load : states.allLoading()) {
      load.commands().forEach(command -> command.expire(now));
    }
    if (appending != null) {
      appending.commands().forEach(command -> command.expire(now));
    }
    if (phase == Phase.READY) {
      lastReady = now;
    } else if (now - lastReady > parts.settings().patience().toNanos()) {
      List<FreshUser> users = List.copyOf(awaitingHead);
      awaitingHead.clear();
      users.forEach(user -> user.failed(unavailable()));
    }
    loop.wake(this);
  }

  void close() {
    phase = Phase.CLOSED;
    forgetEverything();
    queue.forEach(command -> command.answer(Waiting.UNAVAILABLE));
    queue.clear();
    awaitingHead.forEach(user -> user.failed(unavailable()));
    awaitingHead.clear();
  }

  private static Refusal unavailable() {
    return Refusal.of(ErrorCode.UNAVAILABLE, "The message store does not answer, try again");
  }

  private final class TypingNotice implements StateUser {
    private final Command.Typing typing;

    TypingNotice(Command.Typing typing) {
      this.typing = typing;
    }

    @Override
    public void use(ConversationState state) {
      parts.fanOut().typing(state, typing);
    }

    @Override
    public void failed(Throwable cause) {} // never stored, never missed
  }

  private final class Repetition implements StateUser {
    private final LogRecord logRecord;

    Repetition(LogRecord logRecord) {
      this.logRecord = logRecord;
    }

    @Override
    public void use(ConversationState state) {
      parts.fanOut().repeat(state, logRecord);
    }

    @Override
    public void failed(Throwable cause) {
      parts.fanOut().resyncAll();
    }
  }
}
