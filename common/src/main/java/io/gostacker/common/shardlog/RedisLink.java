package io.gostacker.common.shardlog;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One connection to Redis, from its making to its end; it never reconnects by itself, so nothing
/// that was asked once is asked again behind the caller's back.
///
/// Redis answers in the order of the questions, so a single clock tells whether it hangs: time
/// since it answered last while questions are open. Every question is answered or fails, at the
/// latest when the link is closed; Lettuce alone would forget those that were put into its buffer
/// while the connection broke.
final class RedisLink {
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisAsyncCommands<byte[], byte[]> commands;
  private final int number;
  private final Runnable doubts;
  private final Map<LuaScript, String> digests = new EnumMap<>(LuaScript.class);
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock flushing = new ReentrantLock();
  private volatile long lastSign = System.nanoTime();
  private volatile boolean closed;

  private RedisLink(
      StatefulRedisConnection<byte[], byte[]> connection, int number, Runnable doubts) {
    this.connection = connection;
    this.commands = connection.async();
    this.number = number;
    this.doubts = doubts;
  }

  /// Connects, checks that this Redis is fit, and loads the scripts. Blocks up to the settings'
  /// time-out for each step.
  ///
  /// @param number tells it from all before it
  /// @param doubts called when the server says that it has not what it was asked for; from any
  ///   thread
  /// @throws UnfitRedisException if it may lose what it acknowledged
  static RedisLink connect(
      RedisClient client, RedisURI uri, int number, RedisSettings settings, Runnable doubts) {
    StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE, uri);
    RedisLink link = new RedisLink(connection, number, doubts);
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
      link.close().join();
      throw e;
    }
  }

  <T> CompletableFuture<T> ask(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> question) {
    if (open.isEmpty()) {
      lastSign = System.nanoTime(); // before the question counts as open: idle time is not silence
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    open.add(answer);
    question
        .apply(commands)
        .whenComplete((value, failure) -> {
          lastSign = System.nanoTime();
          open.remove(answer);
          if (failure == null) {
            answer.complete(value);
          } else {
            reactTo(failure);
            answer.completeExceptionally(failure);
          }
        });
    if (closed) {
      failOpen();
    }
    return answer;
  }

  static SocketOptions connectWithin(Duration timeout) {
    return SocketOptions.builder().connectTimeout(timeout).build();
  }

  int number() {
    return number;
  }

  /// A server without our scripts, or that became a replica or loads its file again, is of use only
  /// to a new connection, which loads and checks everything again.
  private void reactTo(Throwable failure) {
    String told = String.valueOf(failure.getMessage());
    if (told.startsWith("MOVED") || told.startsWith("CLUSTERDOWN")) {
      doubts.run();
    }
    if (failure instanceof RedisNoScriptException
        || failure instanceof RedisReadOnlyException
        || failure instanceof RedisLoadingException) {
      close();
    }
  }

  String digest(LuaScript script) {
    String digest = digests.get(script);
    if (digest == null) {
      throw new IllegalStateException("script not loaded: " + script);
    }
    return digest;
  }

  /// One thread at a time: Lettuce empties its buffer under a lock but writes outside of it, so two
  /// threads could swap what a third one had asked in order.
  void flush() {
    flushing.lock();
    try {
      connection.flushCommands();
    } finally {
      flushing.unlock();
    }
  }

  boolean isOpen() {
    return !closed && connection.isOpen();
  }

  /// Whether questions are open and none has been answered for `nanos`.
  boolean isSilentFor(long nanos) {
    return !open.isEmpty() && System.nanoTime() - lastSign > nanos;
  }

  /// Ends the connection; every open question fails. What was sent may still be carried out.
  ///
  /// @return completes when the connection is gone
  CompletableFuture<Void> close() {
    closed = true;
    CompletableFuture<Void> gone =
        connection.isOpen() ? connection.closeAsync() : CompletableFuture.completedFuture(null);
    failOpen();
    return gone;
  }

  private void failOpen() {
    RedisException away = new RedisException("The connection to Redis was given up");
    for (CompletableFuture<?> answer : open) {
      open.remove(answer);
      answer.completeExceptionally(away);
    }
  }
}
