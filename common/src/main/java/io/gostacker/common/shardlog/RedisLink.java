package io.gostacker.common.shardlog;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// One connection to Redis, from its making to its end; it never reconnects by itself, so nothing
/// that was asked once is asked again behind the caller's back.
///
/// Redis answers in the order of the questions, so a single clock tells whether it hangs: time
/// since it answered last while questions are open.
final class RedisLink {
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisAsyncCommands<byte[], byte[]> commands;
  private final Map<LuaScript, String> digests = new EnumMap<>(LuaScript.class);
  private final AtomicInteger open = new AtomicInteger();
  private volatile long lastSign = System.nanoTime();

  private RedisLink(StatefulRedisConnection<byte[], byte[]> connection) {
    this.connection = connection;
    this.commands = connection.async();
  }

  /// Connects, checks that this Redis is fit, and loads the scripts. Blocks up to the settings'
  /// time-out for each step.
  ///
  /// @throws UnfitRedisException if it may lose what it acknowledged
  static RedisLink connect(RedisClient client, RedisSettings settings) {
    RedisURI uri = RedisURI.create(settings.url());
    uri.setTimeout(settings.timeout());
    StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE, uri);
    RedisLink link = new RedisLink(connection);
    try {
      List<String> complaints =
          settings.requireDurable() ? DurabilityCheck.complaints(connection.sync()) : List.of();
      if (!complaints.isEmpty()) {
        throw new UnfitRedisException(
            String.join("; ", complaints)
                + ". Set it in redis.conf, or gostacker.redis.require-durable: false to accept loss");
      }
      for (LuaScript script : LuaScript.values()) {
        link.digests.put(script, connection.sync().scriptLoad(script.source()));
      }
      connection.setAutoFlushCommands(false);
      return link;
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  <T> CompletableFuture<T> ask(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> question) {
    if (open.getAndIncrement() == 0) {
      lastSign = System.nanoTime();
    }
    CompletableFuture<T> answer = question.apply(commands).toCompletableFuture();
    return answer.whenComplete((value, failure) -> {
      lastSign = System.nanoTime();
      open.decrementAndGet();
    });
  }

  String digest(LuaScript script) {
    String digest = digests.get(script);
    if (digest == null) {
      throw new IllegalStateException("script not loaded: " + script);
    }
    return digest;
  }

  void flush() {
    connection.flushCommands();
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  /// Whether questions are open and none has been answered for `nanos`.
  boolean isSilentFor(long nanos) {
    return open.get() > 0 && System.nanoTime() - lastSign > nanos;
  }

  /// Ends the connection; every open question fails. What was sent may still be carried out.
  void close() {
    connection.closeAsync();
  }
}
