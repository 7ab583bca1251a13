package io.gostacker.send.shard;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// One thread that does all work of some shards. Whatever woke shards up since the last turn is
/// served in one turn, and the log is flushed once at its end, so that shards share a write and an
/// fsync.
final class SendLoop {
  private final EventExecutor thread;
  private final ExecutorService blocking;
  private final Runnable flushLog;
  private final Set<Shard> awake = new LinkedHashSet<>();
  private boolean turnPlanned;

  /// @param blocking runs what waits for MySQL
  /// @param flushLog sends what was asked of the log
  SendLoop(String name, ExecutorService blocking, Runnable flushLog) {
    this.thread = new DefaultEventLoop(Thread.ofPlatform().name(name).daemon().factory());
    this.blocking = blocking;
    this.flushLog = flushLog;
  }

  /// Runs on the loop. From any thread.
  void execute(Runnable task) {
    thread.execute(task);
  }

  void every(long millis, Runnable task) {
    thread.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /// Runs a task again and again, each time after what the pause is then.
  void again(LongSupplier millis, Runnable task) {
    later(
        millis.getAsLong(),
        () -> {
          task.run();
          again(millis, task);
        });
  }

  void later(long millis, Runnable task) {
    thread.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /// Lets a shard have its turn, and what was asked of the log go out. On the loop.
  void wake(Shard shard) {
    awake.add(shard);
    if (!turnPlanned) {
      turnPlanned = true;
      thread.execute(this::turn);
    }
  }

  private void turn() {
    turnPlanned = false;
    Shard[] served = awake.toArray(Shard[]::new);
    awake.clear();
    for (Shard shard : served) {
      shard.guarded(shard::turn).run();
    }
    flushLog.run();
  }

  /// Runs something that may block elsewhere.
  <T> CompletableFuture<T> blocking(Callable<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    blocking.execute(() -> {
      try {
        outcome.complete(work.call());
      } catch (Exception | Error e) { // whatever it is, somebody waits for the outcome
        outcome.completeExceptionally(e);
      }
    });
    return outcome;
  }

  void stop() {
    thread.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
