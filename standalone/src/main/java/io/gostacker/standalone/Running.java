package io.gostacker.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// What has been started, and its end in reverse order: once, by whoever comes first, a signal in
/// the middle of a start included.
final class Running {
  private static final long PATIENCE_SECONDS = 60;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Runnable> stops = new ArrayDeque<>();
  private final Consumer<Throwable> complaints;
  private boolean ended;

  /// @param complaints gets what goes wrong in an end; the rest is ended all the same
  Running(Consumer<Throwable> complaints) {
    this.complaints = complaints;
  }

  /// Starts one thing more. The end waits for a start that is under way.
  ///
  /// @throws StartFailure if the end has begun
  void start(Runnable start, Runnable stop) {
    lock.lock();
    try {
      if (ended) {
        throw new StartFailure("Stopped while it was starting.");
      }
      stops.push(stop);
      start.run();
    } finally {
      lock.unlock();
    }
  }

  /// Ends everything, last started first; a start that hangs is waited for up to 60 s.
  void end() {
    boolean locked = awaitStart();
    try {
      ended = true;
      while (!stops.isEmpty()) {
        stop(stops.pop());
      }
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }

  private boolean awaitStart() {
    try {
      return lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void stop(Runnable stop) {
    try {
      stop.run();
    } catch (RuntimeException e) {
      complaints.accept(e);
    }
  }
}
