package io.gostacker.send.shard;

import io.gostacker.common.record.Batch;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes sure, before the first append on a connection, that the log still has everything it ever
/// acknowledged as far as this instance and MySQL know; begins a new epoch when it has not.
///
/// MySQL is asked first: what it has flushed was in the log before, so a head that is behind it, or
/// behind what was applied here, or missing, means that the log has lost something.
final class ShardOpening {
  /// Counts new epochs. An alert needs it before the first one.
  static final String EPOCHS = "gostacker.send.epochs";

  private static final Logger log = LoggerFactory.getLogger(ShardOpening.class);
  private static final long RETRY_MILLIS = 200;

  private final Shard owner;
  private final int shard;
  private final ShardParts parts;
  private int attempts;
  private @Nullable Position hollow;

  /// The epoch whose log was missed at the last look.
  private int missed;

  ShardOpening(Shard owner) {
    this.owner = owner;
    this.shard = owner.number();
    this.parts = owner.parts();
  }

  /// Tries until it succeeds or the shard is closed; then calls [Shard#opened]. Takes the place of
  /// an opening that is under way.
  ///
  /// @param applied what was applied here before; [Position#START] for nothing
  void open(Position applied) {
    attempts++;
    next(attempts, applied);
  }

  /// As [#open], after a while.
  void openLater(Position applied) {
    attempts++;
    retry(attempts, applied, "it was opened a moment ago", null);
  }

  /// A log with this head has lost the entries before it, whatever its head says.
  void distrust(Position head) {
    hollow = head;
  }

  private void next(int attempt, Position applied) {
    if (attempt != attempts || owner.phase() == Phase.CLOSED) {
      return;
    }
    int connection = parts.log().connection(shard);
    if (!parts.log().isUp(shard)) {
      retry(attempt, applied, "the log is away", null);
      return;
    }
    owner.blocking(
        () -> parts.shardStates().of(shard),
        (state, failure) -> {
          if (state == null) {
            retry(attempt, applied, "MySQL does not answer", failure);
          } else {
            compare(attempt, applied, state, connection);
          }
        });
  }

  private void compare(int attempt, Position applied, ShardState state, int connection) {
    owner.whenDone(
        () -> parts.log().head(shard),
        (head, failure) -> {
          if (attempt != attempts) {
            return;
          }
          if (head == null) {
            retry(attempt, applied, "the log does not answer", failure);
          } else if (head.isPresent() && has(head.get(), applied, state)) {
            missed = 0;
            owner.opened(state, head.get(), connection);
          } else if (state.epoch() > missed) {
            // Another instance may have raised the epoch just now and be about to begin it.
            missed = state.epoch();
            retry(attempt, applied, "the log has not begun", null);
          } else {
            recover(attempt, applied, state, head);
          }
        });
    owner.wake();
  }

  /// Whether a log with this head can have everything.
  private boolean has(Position head, Position applied, ShardState state) {
    return state.epoch() > 0
        && !head.equals(hollow)
        && head.offset() >= state.base()
        && reaches(head, state.flushed())
        && reaches(head, applied);
  }

  private static boolean reaches(Position head, Position known) {
    return head.offset() > known.offset() || head.equals(known);
  }

  private void recover(int attempt, Position applied, ShardState state, Optional<Position> head) {
    announce(applied, state, head);
    long above = Math.max(applied.offset(), head.map(Position::offset).orElse(0L));
    owner.blocking(
        () -> parts.shardStates().raiseEpoch(shard, state.epoch(), above),
        (raised, failure) -> {
          if (raised == null) {
            retry(attempt, applied, "MySQL does not answer", failure);
          } else if (above >= raised.base()) {
            // Another instance had raised it, and begun it before the head was looked at.
            retry(attempt, applied, "another instance has begun the epoch", null);
          } else {
            begin(attempt, applied, raised, head);
          }
        });
  }

  private void announce(Position applied, ShardState state, Optional<Position> head) {
    if (state.epoch() == 0) {
      return; // the first start
    }
    parts.meters().counter(EPOCHS).increment();
    String present = head.map(Position::toString).orElse("missing");
    if (state.flushed().offset() > 0 || applied.offset() > 0) {
      log.error(
          "The log of shard {} has lost entries: its head is {}, MySQL has {}, applied here was {}."
              + " What stood above the head and is not in MySQL is lost; a new epoch begins",
          shard,
          present,
          state.flushed(),
          applied);
    } else {
      log.warn("The log of shard {} begins again, nothing of it was flushed", shard);
    }
  }

  private void begin(int attempt, Position applied, ShardState raised, Optional<Position> head) {
    Position base = new Position(raised.base(), parts.batchIds().get());
    byte[] payload = BatchCodec.encode(new Batch(raised.epoch(), List.of()));
    owner.whenDone(
        () -> parts.log().begin(shard, head, base, payload),
        (outcome, failure) -> {
          if (outcome instanceof Appended.Done) {
            next(attempt, Position.START);
          } else {
            retry(attempt, applied, "the new epoch did not begin: " + outcome, failure);
          }
        });
    owner.wake();
  }

  private void retry(int attempt, Position applied, String why, @Nullable Throwable failure) {
    log.debug("Shard {} is not open yet: {}", shard, why, failure);
    owner.later(RETRY_MILLIS, () -> next(attempt, applied));
  }
}
