package io.gostacker.push.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Results on their way into MySQL, and how many notifications are in hand: taken from MySQL and
/// not dealt with. Bounded by who counts. While MySQL is away results wait. Thread-safe.
final class ResultQueue {
  private static final Logger log = LoggerFactory.getLogger(ResultQueue.class);
  private static final int BATCH = 500;
  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(100);

  /// How long results are gathered: each write waits for the disk, which sends wait for too.
  private static final Duration GATHER = Duration.ofMillis(200);

  private final Results results;
  private final BlockingQueue<Result> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger inHand = new AtomicInteger();

  ResultQueue(Results results) {
    this.results = results;
  }

  int inHand() {
    return inHand.get();
  }

  /// So many more, or fewer, are in hand.
  void count(int more) {
    inHand.addAndGet(more);
  }

  /// Never blocks.
  void add(Result result) {
    waiting.add(result);
  }

  /// Writes what comes, until interrupted. Blocks.
  void run() {
    List<Result> some = new ArrayList<>();
    try {
      while (true) {
        if (some.isEmpty()) {
          Result first = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          if (first == null) {
            continue;
          }
          some.add(first);
          if (waiting.size() < BATCH) {
            Thread.sleep(GATHER);
          }
          waiting.drainTo(some, BATCH - 1);
        }
        write(some);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // leads no more
    } finally {
      waiting.addAll(some); // for when it leads again
    }
  }

  private void write(List<Result> some) throws InterruptedException {
    try {
      results.write(some);
      count(-some.size());
      some.clear();
    } catch (RuntimeException e) {
      log.warn("What became of notifications cannot be written now: {}", e.toString());
      Thread.sleep(PAUSE_AFTER_TROUBLE);
    }
  }
}
