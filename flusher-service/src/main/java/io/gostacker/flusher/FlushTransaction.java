package io.gostacker.flusher;

import io.gostacker.common.event.EventLog;
import io.gostacker.common.shardlog.ShardState;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/// The one transaction that moves a shard's flushed position, writes the records up to it and tells
/// of them in the event feed: all or nothing, so each record is written exactly once whatever is
/// killed when. Any number of flushers may try; the row of `shard_state` lets one through at a
/// time, and the second finds that it has moved.
final class FlushTransaction {
  /// The epoch too: what was read from a log before its loss was noticed is not flushed after.
  private static final String MOVE =
      """
      UPDATE shard_state SET flushed_offset = ?, flushed_batch = ?
      WHERE shard = ? AND epoch = ? AND flushed_offset = ? AND flushed_batch = ?
      """;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transactions;
  private final RecordWriter writer;
  private final PoisonSieve sieve;
  private final EventLog events;
  private final InstantSource clock;

  FlushTransaction(
      JdbcTemplate jdbc,
      PlatformTransactionManager manager,
      RecordWriter writer,
      PoisonSieve sieve,
      EventLog events,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.transactions = new TransactionTemplate(manager);
    // Every statement sees what was committed before it, and no gaps are locked.
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    this.writer = writer;
    this.sieve = sieve;
    this.events = events;
    this.clock = clock;
  }

  /// Writes a stretch. What MySQL refuses of it is found and set aside.
  ///
  /// @param suspectAll whether the stretch has failed so often that failures of unclear kind are
  ///   laid to its records
  /// @return whether it was written; if not, another flusher was faster or an epoch began
  boolean commit(ShardState from, Stretch stretch, boolean suspectAll) {
    try {
      return attempt(from, stretch, status -> writeAll(from, stretch));
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      if (failure == Failure.OF_SERVER || (failure == Failure.UNCLEAR && !suspectAll)) {
        throw e;
      }
    }
    return attempt(
        from, stretch, status -> sieve.write(from.shard(), stretch.records(), status, suspectAll));
  }

  private Set<PlacedRecord> writeAll(ShardState from, Stretch stretch) {
    writer.write(from.shard(), stretch.records());
    return Set.of();
  }

  private interface Writing {
    /// @return what was refused
    Set<PlacedRecord> write(TransactionStatus status);
  }

  private boolean attempt(ShardState from, Stretch stretch, Writing writing) {
    Boolean moved =
        transactions.execute(status -> {
          if (!move(from, stretch)) {
            status.setRollbackOnly();
            return false;
          }
          Set<PlacedRecord> refused = writing.write(status);
          if (events.isEnabled()) {
            events.append(RecordEvents.of(stretch.records(), refused, clock));
          }
          return true;
        });
    return Objects.requireNonNull(moved);
  }

  private boolean move(ShardState from, Stretch stretch) {
    return jdbc.update(
            MOVE,
            stretch.end().offset(),
            stretch.end().batchId(),
            from.shard(),
            from.epoch(),
            from.flushed().offset(),
            from.flushed().batchId())
        == 1;
  }
}
