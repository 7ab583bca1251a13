package io.gostacker.flusher;

import io.gostacker.common.fault.FailPoint;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.shardlog.ShardState;
import io.gostacker.common.shardlog.ShardStates;
import io.gostacker.common.trace.Step;
import io.gostacker.common.trace.Traces;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries one shard's log to MySQL, a transaction at a time. One thread at a time.
///
/// What MySQL says about the shard is remembered between passes; the transaction notices when it is
/// no longer so.
final class ShardPass {
  private static final int FIRST_ENTRIES = 32;

  /// Entries may be 1 MiB large: this bounds what one read holds in memory.
  private static final int MAX_ENTRIES = 256;

  /// What a pass came to.
  sealed interface Outcome {
    /// All is flushed.
    record Idle() implements Outcome {}

    /// Some was flushed.
    ///
    /// @param more whether the log was known to hold more
    record Flushed(boolean more) implements Outcome {}

    /// Another flusher was faster, or a new epoch began; look again.
    record Overtaken() implements Outcome {}

    /// The log does not continue what MySQL has. The send service has to begin a new epoch.
    record Broken(String reason) implements Outcome {}
  }

  private final int shard;
  private final ShardLog log;
  private final ShardStates states;
  private final FlushTransaction transaction;
  private final Supplier<FlusherSettings> settings;
  private final FlusherMeters meters;
  private final Traces traces;
  private final LongSupplier nanoTime;
  private @Nullable ShardState known;
  private int entriesAtOnce = FIRST_ENTRIES;

  ShardPass(
      int shard,
      ShardLog log,
      ShardStates states,
      FlushTransaction transaction,
      Supplier<FlusherSettings> settings,
      FlusherMeters meters,
      Traces traces,
      LongSupplier nanoTime) {
    this.shard = shard;
    this.log = log;
    this.states = states;
    this.transaction = transaction;
    this.settings = settings;
    this.meters = meters;
    this.traces = traces;
    this.nanoTime = nanoTime;
  }

  /// Up to where MySQL is known to be.
  Optional<Position> flushed() {
    return Optional.ofNullable(known).map(ShardState::flushed);
  }

  /// One pass. Throws whatever MySQL or the log throws; nothing is half done then.
  ///
  /// @param head the log's, as of before this call
  /// @param told what `{sN}:flushed` says; raised when it says less than MySQL
  /// @param suspectAll see [FlushTransaction#commit]
  Outcome run(Optional<Position> head, Optional<Position> told, boolean suspectAll) {
    ShardState before = known;
    ShardState state = before == null ? states.of(shard) : before;
    known = state;
    Position flushed = state.flushed();
    if (flushed.offset() > told.map(Position::offset).orElse(0L)) {
      log.raiseFlushed(shard, flushed);
      log.flush();
    }
    if (head.orElse(Position.START).equals(flushed)) {
      meters.backlog(shard, 0);
      return new Outcome.Idle();
    }
    Position newest = head.orElse(Position.START);
    meters.backlog(shard, newest.offset() - Math.max(flushed.offset(), state.base() - 1));
    if (newest.offset() <= flushed.offset()) {
      String found = head.map(position -> "its head is " + position).orElse("it has no head");
      return suspicion(before, found + " and " + flushed + " was flushed");
    }
    List<LogEntry> entries = read(flushed);
    Stretch stretch =
        Stretch.of(
            state, entries, settings.get().batchRows(), settings.get().batchBytes().toBytes());
    if (stretch.end().equals(flushed)) {
      String reason =
          entries.isEmpty() ? "what follows " + flushed + " is missing" : stretch.stop();
      return suspicion(before, reason);
    }
    return write(state, stretch, newest, suspectAll);
  }

  private List<LogEntry> read(Position flushed) {
    var reading = log.read(shard, flushed.offset(), entriesAtOnce);
    log.flush();
    List<LogEntry> entries = Answers.await(reading);
    long bytes = entries.stream().mapToLong(entry -> entry.payload().length).sum();
    if (!entries.isEmpty()) {
      long fitting = settings.get().batchBytes().toBytes() / Math.max(1, bytes / entries.size());
      entriesAtOnce = (int) Math.clamp(fitting, 1, MAX_ENTRIES);
    }
    return entries;
  }

  private Outcome write(ShardState state, Stretch stretch, Position newest, boolean suspectAll) {
    known = null; // until the outcome is certain
    long start = nanoTime.getAsLong();
    Step step = traces.call(stretch.traces(), "mysql", "flush");
    boolean committed = false;
    try {
      committed = transaction.commit(state, stretch, suspectAll);
    } finally {
      step.tag("shard", shard).tag("records", stretch.records().size());
      if (committed) {
        step.end();
      } else {
        step.fail("not committed");
      }
    }
    if (!committed) {
      return new Outcome.Overtaken();
    }
    FailPoint.FLUSHER_AFTER_COMMIT.reached();
    meters.flushed(stretch.records().size(), nanoTime.getAsLong() - start);
    known = new ShardState(shard, state.epoch(), state.base(), stretch.end());
    log.raiseFlushed(shard, stretch.end());
    log.flush();
    return new Outcome.Flushed(stretch.end().offset() < newest.offset());
  }

  /// Broken only if MySQL still says what it said before the log was asked; else what looks broken
  /// is a flusher that was faster, or the recovery itself.
  private Outcome suspicion(@Nullable ShardState before, String reason) {
    if (before == null) {
      return new Outcome.Overtaken();
    }
    ShardState now = states.of(shard);
    known = now;
    return now.equals(before) ? new Outcome.Broken(reason) : new Outcome.Overtaken();
  }
}
