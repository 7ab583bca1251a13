package io.gostacker.flusher;

import io.gostacker.common.shardlog.RedisShardLog;

/// The flusher's own connection to the logs: reading long stretches must not hold up who appends,
/// and nobody else is to be given it as the shard log.
record FlusherLog(RedisShardLog log) implements AutoCloseable {

  @Override
  public void close() {
    log.close();
  }
}
