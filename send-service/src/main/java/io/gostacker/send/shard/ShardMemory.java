package io.gostacker.send.shard;

import io.gostacker.common.record.Batch;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.shardlog.Durability;
import io.gostacker.common.shardlog.Position;
import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.conversation.DecisionContext;
import io.gostacker.send.fanout.FanOut;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one shard's worker has applied: up to where, the conversations in use, and the tail that
/// MySQL may not have yet.
final class ShardMemory {
  private static final Logger log = LoggerFactory.getLogger(ShardMemory.class);

  private final ShardParts parts;
  private final ShardTail tail;
  private final LoadedStates states;
  private final CacheWrites cacheWrites;
  private Position applied = Position.START;
  private Position flushed = Position.START;
  private int epoch;
  private boolean blank = true;
  private final @Nullable HeldDeliveries held;
  private final FanOut fanOut;

  ShardMemory(ShardParts parts, JoinOverlay joins) {
    this.parts = parts;
    this.tail = new ShardTail(parts.tailBytes(), joins);
    int loaded = parts.settings().loadedConversations() / parts.shards().count();
    this.states = new LoadedStates(loaded + 1);
    this.cacheWrites = new CacheWrites(parts.groupCache(), this);
    this.held =
        parts.durability() == Durability.MYSQL
            ? new HeldDeliveries(parts.routes(), () -> applied.offset(), () -> flushed.offset())
            : null;
    this.fanOut =
        new FanOut(held == null ? parts.routes() : held, parts.settings().receiptMembers());
  }

  /// Applies an entry that stands in the log, and hands out what its records lead to. A state that
  /// cannot take a record is dropped: it is loaded anew when it is used next.
  ///
  /// @param unloaded gets the records of conversations that are not in memory
  void take(Position position, Batch batch, Consumer<LogRecord> unloaded) {
    tail.add(position, batch);
    applied = position;
    epoch = batch.epoch();
    blank = false;
    for (LogRecord logRecord : batch.records()) {
      ConversationState state = states.get(logRecord.conversationId());
      if (state == null) {
        unloaded.accept(logRecord);
      } else {
        apply(state, logRecord);
        cacheWrites.note(logRecord);
      }
    }
  }

  private void apply(ConversationState state, LogRecord logRecord) {
    try {
      fanOut.apply(state, logRecord, epoch);
    } catch (RuntimeException e) {
      log.error("Conversation {} cannot take a record", state.id(), e);
      states.drop(state.id());
      fanOut.resyncAll();
    }
  }

  /// A state to be filled.
  ConversationState blankState(long conversationId) {
    return new ConversationState(
        conversationId, parts.idempotency().ids(), parts.idempotency().age().toMillis());
  }

  /// Lets go of what MySQL has, unless that is not of the log as it is known here.
  void flushedUpTo(Position position) {
    if (position.offset() > applied.offset() || tail.disagrees(position)) {
      return;
    }
    flushed = position.offset() > flushed.offset() ? position : flushed;
    tail.drop(Math.min(flushed.offset(), states.floor()));
  }

  FanOut fanOut() {
    return fanOut;
  }

  /// Whether frames wait for MySQL.
  boolean isFanOutHeld() {
    return held != null && held.isWaiting();
  }

  /// Hands out the frames that waited for what is flushed by now.
  void fanOutFlushed() {
    if (held != null) {
      held.give();
    }
  }

  /// Begins with nothing but what MySQL has.
  ///
  /// @param atEpoch of the log at that place
  void beginAt(Position position, int atEpoch) {
    applied = position;
    flushed = position;
    epoch = atEpoch;
    blank = true;
  }

  /// Forgets all entries; the states are the caller's to clear.
  void forgetTail() {
    tail.clear();
    cacheWrites.clear();
    if (held != null) {
      held.abandon();
    }
    blank = true;
  }

  /// Drops states down to the bound; the group cache keeps them for a while.
  void makeRoom(Predicate<Long> mustStay) {
    states.makeRoom(mustStay, cacheWrites::put);
  }

  /// What decisions are made with now.
  DecisionContext context() {
    return new DecisionContext(
        parts.clock().millis(),
        epoch,
        parts.limits().groupMembers(),
        parts.limits().channelMembers());
  }

  /// Whether MySQL is so far behind that nothing more is taken in.
  boolean isFull() {
    return tail.size() >= parts.settings().unflushedRecords()
        || parts.tailBytes().get() >= parts.settings().unflushedBytes();
  }

  /// Whether no entry was applied, so that any epoch may be taken up.
  boolean isBlank() {
    return blank;
  }

  Position applied() {
    return applied;
  }

  Position flushed() {
    return flushed;
  }

  int epoch() {
    return epoch;
  }

  ShardTail tail() {
    return tail;
  }

  CacheWrites cacheWrites() {
    return cacheWrites;
  }

  LoadedStates states() {
    return states;
  }
}
