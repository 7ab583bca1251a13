package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.limit.Pace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Sends to some recipients side by side: begun at a pace, and so many at a time. Who is slow to
/// answer holds a place, so a send service in trouble is asked less.
final class Mailing {
  private final int atOnce;

  /// @param atOnce that wait for their answer
  Mailing(int atOnce) {
    this.atOnce = atOnce;
  }

  /// How one of them is sent to.
  interface Way<T> {
    Outcome to(T recipient) throws InterruptedException;
  }

  /// What has come of it.
  ///
  /// @param whole whether each recipient has an outcome; those that have none are not in the tally
  record Mailed(Tally tally, boolean whole) {}

  /// Returns when all that were begun are through, and not before the next may begin. Begins no
  /// more once one was left open.
  ///
  /// @param goesOn asked before each
  <T> Mailed run(Collection<T> recipients, Way<T> way, Pace pace, BooleanSupplier goesOn)
      throws InterruptedException {
    Semaphore places = new Semaphore(atOnce);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Outcome>> outcomes = new ArrayList<>();
      for (T recipient : recipients) {
        places.acquire();
        pace.await();
        if (!goesOn.getAsBoolean() || outcomes.stream().anyMatch(Mailing::isOpen)) {
          break;
        }
        outcomes.add(executor.submit(() -> send(recipient, way, places)));
      }
      Tally tally = tally(outcomes);
      pace.await();
      return new Mailed(tally, tally.sent() + tally.failed() == recipients.size());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a page of a broadcast could not be sent", e);
    } finally {
      executor.shutdownNow(); // nothing goes on behind an interrupted caller's back
    }
  }

  private static boolean isOpen(Future<Outcome> outcome) {
    return outcome.state() == Future.State.SUCCESS && outcome.resultNow() instanceof Outcome.Open;
  }

  private static <T> Outcome send(T recipient, Way<T> way, Semaphore places)
      throws InterruptedException {
    try {
      return way.to(recipient);
    } finally {
      places.release();
    }
  }

  private static Tally tally(List<Future<Outcome>> outcomes)
      throws InterruptedException, ExecutionException {
    long sent = 0;
    Map<ErrorCode, Long> failures = new EnumMap<>(ErrorCode.class);
    for (Future<Outcome> each : outcomes) {
      switch (each.get()) {
        case Outcome.Done done -> sent++;
        case Outcome.Refused refused -> failures.merge(refused.code(), 1L, Long::sum);
        case Outcome.Open open -> {}
      }
    }
    return Tally.of(sent, failures);
  }
}
