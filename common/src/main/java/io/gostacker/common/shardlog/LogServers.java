package io.gostacker.common.shardlog;

import io.lettuce.core.RedisURI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which servers have the shards' logs.
interface LogServers extends AutoCloseable {

  /// One of them.
  ///
  /// @param name tells it from the others
  record Server(String name, RedisURI uri) {}

  /// The one that has a shard's log, by what was seen last; null when none is known. Never blocks.
  @Nullable Server of(int shard);

  /// All that have some.
  List<Server> all();

  /// Whether another server may take a log over.
  boolean mayChange();

  /// Sees which server has what now. May block.
  ///
  /// @throws io.lettuce.core.RedisException if nobody tells
  void lookAgain();

  @Override
  void close();
}
