package io.gostacker.testkit.shardlog;

import io.gostacker.common.shardlog.InMemoryShardLog;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import java.time.InstantSource;

class InMemoryShardLogTest extends ShardLogContract {
  private final InMemoryShardLog log = new InMemoryShardLog(InstantSource.system());

  @Override
  protected ShardLog log() {
    return log;
  }

  @Override
  protected void lose(int shard) {
    log.lose(shard);
  }

  @Override
  protected void shorten(int shard, Position kept) {
    log.shorten(shard, kept.offset());
  }
}
