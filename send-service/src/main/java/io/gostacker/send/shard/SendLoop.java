package io.gostacker.send.shard;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that does all work of some shards. Whatever woke shards up since the last turn is
/// served in one turn, and the log is flushed once at its end, so that shards share a write and an
/// fsync.
final class SendLoop {
  private static final Logger log = LoggerFactory.getLogger(SendLoop.class);

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
    thread.scheduleAtFixedRate(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  void later(long millis, Runnable task) {
    thread.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
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
      guarded(shard::takeTurn).run();
    }
    guarded(flushLog).run();
  }

  /// Hands the outcome of something asynchronous to the loop: the value, or what went wrong.
  <T> void whenDone(
      CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    future.whenComplete(
        (value, failure) -> thread.execute(guarded(() -> then.accept(value, failure))));
  }

  /// Runs something that may block elsewhere, and hands its outcome to the loop.
  <T> void blocking(Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    CompletableFuture<T> future = new CompletableFuture<>();
    blocking.execute(() -> {
      try {
        future.complete(work.call());
      } catch (Throwable e) { // an Error too: who waits would wait for ever
        future.completeExceptionally(e);
      }
    });
    whenDone(future, then);
  }

  void stop() {
    thread.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }

  /// Shards mend their own failures, see [ShardLoop]; what fails beyond that must not end the
  /// loop's schedule.
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        log.error("A task of the send loop failed", e);
      }
    };
  }
}
