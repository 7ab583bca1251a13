package io.gostacker.send.shard;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The loop as one shard sees it: whatever goes wrong in something that runs here is told to
/// [Shard#failed], so that a defect costs the shard what it has in memory and not its life.
final class ShardLoop {
  private final SendLoop loop;
  private final Shard shard;

  ShardLoop(SendLoop loop, Shard shard) {
    this.loop = loop;
    this.shard = shard;
  }

  /// Runs on the loop. From any thread.
  void execute(Runnable task) {
    loop.execute(() -> run(task));
  }

  void later(long millis, Runnable task) {
    loop.later(millis, () -> run(task));
  }

  /// Lets the shard have its turn, and what was asked of the log go out. On the loop.
  void wake() {
    loop.wake(shard);
  }

  /// Hands the outcome of something asynchronous to the loop: the value, or what went wrong.
  <T> void whenDone(
      CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    loop.whenDone(future, (value, failure) -> run(() -> then.accept(value, failure)));
  }

  /// Runs something that may block elsewhere, and hands its outcome to the loop.
  <T> void blocking(Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    loop.blocking(work, (value, failure) -> run(() -> then.accept(value, failure)));
  }

  /// Runs now, on the loop.
  void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      shard.failed(e);
    }
  }
}
