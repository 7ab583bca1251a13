package io.gostacker.testkit.shardlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Writers that all believe they own one shard: who is refused applies the head and tries again.
final class LogRace {
  private final ShardLog log;
  private final int shard;
  private final Position start;
  private final ConcurrentLinkedQueue<Position> won = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  LogRace(ShardLog log, int shard, Position start) {
    this.log = log;
    this.shard = shard;
    this.start = start;
  }

  /// Returns when each writer has appended so many entries.
  void run(int writers, int each) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      threads.add(Thread.ofPlatform().start(() -> write(each)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Throwable failure : failures) {
      throw new AssertionError("a writer failed", failure);
    }
  }

  private void write(int count) {
    try {
      LogProbe probe = new LogProbe(log);
      Position at = start;
      for (int done = 0; done < count; ) {
        String batchId = LogProbe.batchId();
        switch (probe.append(shard, at, batchId, batchId.getBytes(UTF_8))) {
          case Appended.Done answered -> {
            at = new Position(at.offset() + 1, batchId);
            won.add(at);
            done++;
          }
          case Appended.Conflict(Position head) -> at = head;
          case Appended.Gone gone -> throw new AssertionError("gone");
          case Appended.Full full -> throw new AssertionError("full");
          case Appended.Unknown(String reason) -> throw new AssertionError(reason);
        }
      }
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }

  List<Position> won() {
    return List.copyOf(won);
  }
}
