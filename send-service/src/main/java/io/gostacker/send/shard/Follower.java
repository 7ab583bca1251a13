package io.gostacker.send.shard;

import io.gostacker.common.record.Batch;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.LogStep;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies what others appended, and begins anew where the log is not what it was.
///
/// What a dead owner appended and did not hand out is handed out here: everything that is applied,
/// and at a takeover what the log has kept of the last 30 s though it is flushed. Gateways drop
/// what they had.
final class Follower {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final int READ_ENTRIES = 200;
  private static final long RETRY_MILLIS = 50;

  /// What breaks again and again is not opened more often than this.
  private static final long REOPEN_NANOS = 1_000_000_000;

  private final Shard shard;
  private final ShardMemory memory;
  private final ShardOpening opening;
  private int round;
  private long reopened = System.nanoTime() - REOPEN_NANOS;
  private @Nullable Position missingAfter;

  Follower(Shard shard) {
    this.shard = shard;
    this.memory = shard.memory();
    this.opening = new ShardOpening(shard);
  }

  /// Compares the log with what was applied here and with MySQL before anything is appended.
  void open() {
    shard.enter(Phase.OPENING);
    opening.open(memory.applied());
  }

  /// The log is not what it was: everything is dropped and loaded again.
  void reopen(String why) {
    log.warn("Shard {} is opened again: {}", shard.number(), why);
    shard.enter(Phase.OPENING);
    Position known = memory.applied();
    shard.forgetEverything();
    long now = System.nanoTime();
    boolean again = now - reopened < REOPEN_NANOS;
    reopened = now;
    if (again) {
      opening.openLater(known);
    } else {
      opening.open(known);
    }
  }

  /// The log has everything that this instance and MySQL know of.
  void opened(ShardState state, Position head) {
    boolean goesOn = !memory.isBlank() && state.epoch() == memory.epoch();
    if (!goesOn) {
      shard.forgetEverything();
      boolean ofThisEpoch = state.flushed().offset() >= state.base();
      memory.beginAt(state.flushed(), ofThisEpoch ? state.epoch() : 0);
      repeatRetained(0, state.flushed().offset());
    }
    follow(head, List.of());
  }

  /// Applies what others appended, up to `head` at least, then serves `users`.
  void follow(Position head, List<FreshUser> users) {
    shard.enter(Phase.FOLLOWING);
    int mine = ++round;
    shard.whenDone(
        () -> shard.parts().log().read(shard.number(), memory.applied().offset(), READ_ENTRIES),
        (entries, failure) -> {
          if (mine != round || shard.phase() != Phase.FOLLOWING) {
            shard.heads().keepWaiting(users);
          } else if (entries == null) {
            shard.heads().keepWaiting(users);
            shard.enter(Phase.OPENING);
            shard.later(RETRY_MILLIS, this::open);
          } else {
            followed(head, entries, users);
          }
        });
    shard.wake();
  }

  private void followed(Position head, List<LogEntry> entries, List<FreshUser> users) {
    for (LogEntry entry : entries) {
      boolean known = entry.offset() <= memory.applied().offset(); // its answer came meanwhile
      if (!known && !accept(entry)) {
        shard.heads().keepWaiting(users);
        return;
      }
    }
    if (memory.applied().offset() >= head.offset()) {
      shard.enter(Phase.READY);
      shard.appender().settle();
      shard.heads().serve(users);
    } else if (entries.isEmpty()) {
      shard.heads().keepWaiting(users);
      missing(head);
    } else {
      follow(head, users);
    }
  }

  /// Entries that MySQL was told of meanwhile may be trimmed. Missing again from the same place on,
  /// they are lost although the head is still there.
  private void missing(Position head) {
    if (memory.isBlank() && memory.applied().equals(missingAfter)) {
      opening.distrust(head);
    }
    missingAfter = memory.applied();
    reopen("entries up to " + head + " are missing after " + memory.applied());
  }

  private boolean accept(LogEntry entry) {
    switch (LogStep.of(memory.applied(), memory.epoch(), entry)) {
      case LogStep.Next next -> {
        memory.take(entry.position(), next.batch(), this::repeat);
        shard.appender().found(entry.batchId());
        return true;
      }
      case LogStep.NewEpoch begun -> {
        boolean nothingLost = entry.previousBatchId().equals(memory.applied().batchId());
        if (memory.isBlank() || nothingLost) {
          memory.take(entry.position(), new Batch(begun.epoch(), List.of()), this::repeat);
          return true;
        }
        reopen("epoch " + begun.epoch() + " has begun");
        return false;
      }
      case LogStep.Broken broken -> {
        reopen(broken.reason());
        return false;
      }
    }
  }

  private void repeat(LogRecord logRecord) {
    if (mayRepeat()) {
      shard
          .loads()
          .withState(
              logRecord.conversationId(), new Repetition(shard.memory().fanOut(), logRecord));
    }
  }

  private boolean mayRepeat() {
    return !shard.memory().fanOut().isIdle() && shard.parts().ownership().owns(shard.number());
  }

  /// The shard is this instance's from now on: what is retained of its log is handed out, whoever
  /// appended it, and what is in it by now.
  void takeOver() {
    if (shard.phase() == Phase.READY) {
      repeatRetained(0, memory.applied().offset());
      shard.heads().whenFresh(FreshUser.NOBODY);
    } else if (shard.phase() != Phase.CLOSED) {
      shard.later(RETRY_MILLIS, this::takeOver);
    }
  }

  private void repeatRetained(long after, long upTo) {
    if (!mayRepeat()) {
      return;
    }
    shard.whenDone(
        () -> shard.parts().log().read(shard.number(), after, READ_ENTRIES),
        (entries, failure) -> {
          if (entries == null) {
            shard.memory().fanOut().resyncAll();
          } else {
            repeatRetained(entries, upTo);
          }
        });
    shard.wake();
  }

  private void repeatRetained(List<LogEntry> entries, long upTo) {
    for (LogEntry entry : entries) {
      if (entry.offset() > upTo || shard.phase() == Phase.CLOSED) {
        return;
      }
      try {
        BatchCodec.decode(entry.payload()).records().forEach(this::repeat);
      } catch (IllegalArgumentException e) {
        log.error("Entry {} of shard {} cannot be read", entry.position(), shard.number(), e);
        shard.memory().fanOut().resyncAll();
      }
    }
    if (!entries.isEmpty()) {
      repeatRetained(entries.getLast().offset(), upTo);
    }
  }
}
