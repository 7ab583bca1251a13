package io.gostacker.common.periodic;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a virtual thread of its own, until closed. A failure is
/// logged, once until it works again, and does not end it.
public final class PeriodicTask implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

  private final String name;
  private final Runnable work;
  private final Duration pause;
  private final Thread thread;
  private boolean failing;

  private PeriodicTask(String name, Duration pause, Runnable work) {
    this.name = name;
    this.work = work;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /// Begins with a pause.
  ///
  /// @param pause between the end of one turn and the start of the next
  public static PeriodicTask start(String name, Duration pause, Runnable work) {
    PeriodicTask task = new PeriodicTask(name, pause, work);
    task.thread.start();
    return task;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(pause);
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void turn() {
    try {
      work.run();
      if (failing) {
        failing = false;
        log.info("{} works again", name);
      }
    } catch (RuntimeException e) {
      if (!failing && !Thread.currentThread().isInterrupted()) {
        failing = true;
        log.warn("{} failed and is tried again every {}", name, pause, e);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
