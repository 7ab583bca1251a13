package io.gostacker.common.presence;

import io.gostacker.common.shardlog.ImpatientRedis;
import io.gostacker.common.shardlog.ImpatientRedis.Connected;
import io.gostacker.common.shardlog.RedisSettings;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What gateways wrote to sockets that turned out to be dead, for who notifies people: the stream
/// `push:returned`, an entry for a socket, with its user and the time since when nothing was heard
/// of it. Thread-safe.
public final class HandBacks implements LostSockets, AutoCloseable {
  private static final String KEY = "push:returned";
  private static final String USER = "user";
  private static final String SINCE = "since";
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /// How long one waits before it is written: until then every send instance knows that the socket
  /// is gone, and does not take its user for reached.
  private static final Duration REST = Duration.ofSeconds(1);

  /// Entries in Redis; then the oldest go: their users are notified of the next message.
  private static final int MAX_ENTRIES = 100_000;

  /// Sockets that wait for Redis to come back; then those that die are not handed back.
  private static final int MAX_WAITING = 100_000;

  private final ImpatientRedis redis;
  private final Queue<Fresh> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private @Nullable Connected<String, String> connection;

  private HandBacks(ImpatientRedis redis) {
    this.redis = redis;
  }

  private record Fresh(long userId, long since, long addedAt) {}

  /// A socket of which nothing was heard.
  ///
  /// @param id of the entry
  /// @param since epoch milliseconds by the gateway's clock
  public record HandBack(String id, long userId, long since) {}

  /// @param shared whose threads are used
  public static HandBacks open(RedisClient shared, RedisSettings settings) {
    return new HandBacks(ImpatientRedis.of(shared, settings, PATIENCE));
  }

  /// Puts one among those that [#flush] writes, a second later at the earliest.
  @Override
  public void add(long userId, long since) {
    if (waitingCount.incrementAndGet() > MAX_WAITING) {
      waitingCount.decrementAndGet();
    } else {
      waiting.add(new Fresh(userId, since, System.nanoTime()));
    }
  }

  /// Writes what was added. Blocks.
  ///
  /// @throws RuntimeException while Redis is away; nothing is forgotten, some may be written twice
  public void flush() {
    for (Fresh next = waiting.peek();
        next != null && System.nanoTime() - next.addedAt() > REST.toNanos();
        next = waiting.peek()) {
      connection()
          .sync()
          .xadd(
              KEY,
              XAddArgs.Builder.maxlen(MAX_ENTRIES).approximateTrimming(),
              Map.of(USER, Long.toString(next.userId()), SINCE, Long.toString(next.since())));
      waiting.remove();
      waitingCount.decrementAndGet();
    }
  }

  /// The oldest, which stay there. Blocks.
  public List<HandBack> read(int limit) {
    return connection().sync().xrange(KEY, Range.unbounded(), Limit.from(limit)).stream()
        .map(entry ->
            new HandBack(
                entry.getId(),
                Long.parseLong(entry.getBody().get(USER)),
                Long.parseLong(entry.getBody().get(SINCE))))
        .toList();
  }

  /// Takes out what was dealt with. Blocks.
  public void done(List<HandBack> all) {
    if (!all.isEmpty()) {
      connection().sync().xdel(KEY, all.stream().map(HandBack::id).toArray(String[]::new));
    }
  }

  private synchronized Connected<String, String> connection() {
    if (connection == null) {
      connection = redis.connect(StringCodec.UTF8);
    }
    return connection;
  }

  @Override
  public void close() {
    redis.close();
  }
}
