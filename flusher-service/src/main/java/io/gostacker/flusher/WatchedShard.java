package io.gostacker.flusher;

import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A shard as its worker sees it: when it is passed over next, and what has been said about it.
/// Trouble with one shard holds up no other.
final class WatchedShard {
  private static final Logger log = LoggerFactory.getLogger(WatchedShard.class);

  /// After how many failures in a row of unclear kind the records are suspected.
  private static final int TRIES = 5;

  final int number;
  private final Retention retention;
  private final ShardPass pass;
  private final Backoff backoff;
  private final FlusherMeters meters;
  private long notBefore;
  private int unclearFailures;
  private String brokenBy = "";
  private long trimmed;
  private CompletableFuture<Void> trimming = CompletableFuture.completedFuture(null);

  WatchedShard(
      int number, ShardPass pass, Retention retention, Backoff backoff, FlusherMeters meters) {
    this.number = number;
    this.pass = pass;
    this.retention = retention;
    this.backoff = backoff;
    this.meters = meters;
  }

  boolean isDue(long now) {
    return backoff.failures() == 0 || now - notBefore >= 0;
  }

  /// Passes over the shard once.
  ///
  /// @return whether there is more to do at once
  boolean pass(Optional<Position> head, Optional<Position> told, long now) {
    ShardPass.Outcome outcome;
    try {
      outcome = pass.run(head, told, unclearFailures >= TRIES);
    } catch (RuntimeException e) {
      failed(e, now);
      throw e;
    }
    return switch (outcome) {
      case ShardPass.Outcome.Idle() -> went(false);
      case ShardPass.Outcome.Flushed(boolean more) -> went(more);
      case ShardPass.Outcome.Overtaken() -> true;
      case ShardPass.Outcome.Broken(String reason) -> broke(reason, now);
    };
  }

  /// Up to where this shard is flushed, 0 when that is not known.
  long flushedOffset() {
    return pass.flushed().map(Position::offset).orElse(0L);
  }

  /// Asks the log to forget what was flushed a while ago, again if it could not before.
  ///
  /// @return whether something was asked
  boolean trim(ShardLog shardLog, long now) {
    retention.flushed(flushedOffset(), now);
    if (!trimming.isDone()) {
      return false;
    }
    if (trimming.isCompletedExceptionally()) {
      trimmed = 0;
    }
    long due = retention.due(now);
    if (due <= trimmed) {
      return false;
    }
    trimmed = due;
    trimming = shardLog.trim(number, due + 1);
    return true;
  }

  private boolean went(boolean more) {
    backoff.succeeded();
    unclearFailures = 0;
    if (!brokenBy.isEmpty()) {
      brokenBy = "";
      meters.mended();
      log.info("Shard {} is flushed again", number);
    }
    return more;
  }

  private boolean broke(String reason, long now) {
    notBefore = now + backoff.failed();
    if (brokenBy.isEmpty()) {
      meters.broken();
      log.error("Shard {} cannot be flushed, its log is broken: {}", number, reason);
    }
    brokenBy = reason;
    return false;
  }

  private void failed(RuntimeException failure, long now) {
    notBefore = now + backoff.failed();
    meters.failed();
    unclearFailures = Failure.of(failure) == Failure.UNCLEAR ? unclearFailures + 1 : 0;
    if (backoff.failures() == 1) {
      log.warn("Shard {} could not be flushed, trying again: {}", number, Failure.reason(failure));
    }
  }
}
