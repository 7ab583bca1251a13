package io.gostacker.common.shardlog;

import io.lettuce.core.RedisURI;
import java.util.List;

/// One Redis that has all logs, be it the one that Sentinel names.
final class OneServer implements LogServers {
  private final Server server;

  OneServer(RedisURI uri) {
    this.server = new Server("Redis", uri);
  }

  @Override
  public Server of(int shard) {
    return server;
  }

  @Override
  public List<Server> all() {
    return List.of(server);
  }

  @Override
  public boolean mayChange() {
    return false;
  }

  @Override
  public void lookAgain() {}

  @Override
  public void close() {}
}
