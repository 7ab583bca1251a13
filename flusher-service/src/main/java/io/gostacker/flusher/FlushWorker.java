package io.gostacker.flusher;

import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;

/// One thread that passes over its shards, turn after turn. A turn asks for all their heads in one
/// go and touches MySQL only for those that moved.
final class FlushWorker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(FlushWorker.class);

  /// What is known of a log before its pass.
  private record Look(
      WatchedShard shard,
      CompletableFuture<Optional<Position>> head,
      CompletableFuture<Optional<Position>> flushed) {}

  private final List<WatchedShard> shards;
  private final ShardLog shardLog;
  private final JdbcTemplate jdbc;
  private final Supplier<FlusherSettings> settings;
  private final LongSupplier nanoTime;
  private final Backoff backoff;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean databaseIsFit;
  private long pauseNanos;

  FlushWorker(
      List<WatchedShard> shards,
      ShardLog shardLog,
      JdbcTemplate jdbc,
      Supplier<FlusherSettings> settings,
      LongSupplier nanoTime,
      Backoff backoff) {
    this.shards = shards;
    this.shardLog = shardLog;
    this.jdbc = jdbc;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.backoff = backoff;
    this.pauseNanos = settings.get().interval().toNanos();
  }

  /// Ends the loop after the turn that it is in.
  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    try {
      long wait = 0;
      while (!stopped.await(wait, TimeUnit.NANOSECONDS)) {
        wait = turnAndWait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long turnAndWait() {
    if (shards.stream().noneMatch(shard -> shardLog.isUp(shard.number))) {
      return settings.get().interval().toNanos(); // the log itself says so, and connects by itself
    }
    try {
      boolean more = turn();
      if (backoff.failures() > 0) {
        log.info("The flusher goes on");
      }
      backoff.succeeded();
      return more ? 0 : pauseNanos;
    } catch (RuntimeException | Error e) { // nobody else would carry these shards on
      databaseIsFit = false; // another server may answer next time
      long wait = backoff.failed();
      if (backoff.failures() == 1) {
        log.warn("The flusher waits, nothing is lost: {}", Failure.reason(e));
      }
      return wait;
    }
  }

  /// @return whether there is more to do at once
  private boolean turn() {
    if (!databaseIsFit) {
      DatabaseDurabilityCheck.require(jdbc);
      databaseIsFit = true;
    }
    List<Look> looks = look();
    boolean more = false;
    boolean moved = false;
    for (Look look : looks) {
      long before = look.shard().flushedOffset();
      more |= pass(look);
      moved |= look.shard().flushedOffset() != before;
    }
    trim();
    long stretched = Math.min(pauseNanos * 2, settings.get().idleInterval().toNanos());
    pauseNanos = moved ? settings.get().interval().toNanos() : stretched;
    return more;
  }

  private List<Look> look() {
    long now = nanoTime.getAsLong();
    List<Look> looks = new ArrayList<>();
    for (WatchedShard shard : shards) {
      if (shard.isDue(now) && shardLog.isUp(shard.number)) {
        looks.add(new Look(shard, shardLog.head(shard.number), shardLog.flushed(shard.number)));
      }
    }
    shardLog.flush();
    return answered(looks);
  }

  /// Those whose log answered.
  ///
  /// @throws RedisException if there are some and none did
  private static List<Look> answered(List<Look> looks) {
    List<Look> answered = new ArrayList<>();
    RedisException silence = null;
    for (Look look : looks) {
      try {
        Answers.await(look.flushed());
        answered.add(look);
      } catch (RedisException e) {
        silence = e;
      }
    }
    if (answered.isEmpty() && silence != null) {
      throw silence;
    }
    return answered;
  }

  /// Whatever is wrong with one shard is that shard's; only a MySQL that is away ends the turn.
  private boolean pass(Look look) {
    try {
      return look.shard()
          .pass(Answers.await(look.head()), Answers.await(look.flushed()), nanoTime.getAsLong());
    } catch (CannotCreateTransactionException | CannotGetJdbcConnectionException e) {
      throw e;
    } catch (RuntimeException e) {
      databaseIsFit = false;
      return false;
    }
  }

  private void trim() {
    long now = nanoTime.getAsLong();
    boolean asked = false;
    for (WatchedShard shard : shards) {
      asked |= shard.trim(shardLog, now);
    }
    if (asked) {
      shardLog.flush();
    }
  }
}
