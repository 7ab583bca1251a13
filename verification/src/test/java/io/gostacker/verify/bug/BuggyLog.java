package io.gostacker.verify.bug;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.testkit.shardlog.DecoratedLog;
import java.util.concurrent.CompletableFuture;

/// A log that may answer before it has what it was given.
final class BuggyLog extends DecoratedLog {
  private static final int SELDOM = 100;

  BuggyLog(ShardLog log) {
    super(log);
  }

  @Override
  public CompletableFuture<Appended> append(
      int shard, Position expected, String batchId, byte[] payload) {
    return Bugs.strikes(Bug.ANSWERS_BEFORE_IT_APPENDS, SELDOM)
        ? CompletableFuture.completedFuture(new Appended.Done(System.currentTimeMillis()))
        : super.append(shard, expected, batchId, payload);
  }
}
