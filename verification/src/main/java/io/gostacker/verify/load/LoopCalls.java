package io.gostacker.verify.load;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Calls of other threads into an event loop, and waits for what happens on it.
record LoopCalls(EventLoop loop) {
  private static final Duration LOOK = Duration.ofMillis(50);

  /// Runs it on the loop and returns what it returns. Not to be called on the loop.
  <T> T call(Callable<T> what) {
    try {
      return loop.submit(what).get(1, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the load's event loop failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void run(Runnable what) {
    call(() -> {
      what.run();
      return true;
    });
  }

  /// Waits.
  ///
  /// @param state told when it was waited in vain
  /// @throws IllegalStateException if it is not so in time
  void await(String what, Duration patience, BooleanSupplier condition, Supplier<String> state) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "waited %d s in vain until %s: %s".formatted(patience.toSeconds(), what, state.get()));
      }
      Rest.pause(LOOK);
    }
  }
}
