package io.gostacker.send.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gostacker.common.shardlog.ImpatientRedis;
import io.gostacker.common.shardlog.ImpatientRedis.Connected;
import io.gostacker.common.shardlog.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys `conv:<id>` in Redis. A cache and nothing more: what is missing, late, old or broken in
/// it costs a look into MySQL. On a connection of its own, so that the log never waits for it.
///
/// Any number of owners may put states of one conversation; each is true for its place in the log.
public final class GroupCache implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupCache.class);

  /// Larger states are not kept: MySQL reads one of that size about as fast as Redis. About 20,000
  /// members.
  public static final int MAX_BYTES = 1024 * 1024;

  /// A Redis that is slower than this is slower than MySQL.
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /// Puts on their way; more are dropped.
  private static final int MAX_UNDER_WAY = 10_000;

  private final Supplier<GroupCacheSettings> settings;
  private final @Nullable ImpatientRedis redis;
  private final @Nullable Connected<byte[], byte[]> connection;
  private final AtomicInteger underWay = new AtomicInteger();
  private final MeterRegistry meters;

  private GroupCache(
      Supplier<GroupCacheSettings> settings,
      MeterRegistry meters,
      @Nullable ImpatientRedis redis,
      @Nullable Connected<byte[], byte[]> connection) {
    this.settings = settings;
    this.meters = meters;
    this.redis = redis;
    this.connection = connection;
  }

  /// One that finds nothing and keeps nothing, whatever the settings say.
  public static GroupCache empty(GroupCacheSettings settings, MeterRegistry meters) {
    return new GroupCache(() -> settings, meters, null, null);
  }

  /// Connects. It reconnects by itself; while Redis is away, or the settings do not enable it,
  /// nothing is found and nothing kept.
  ///
  /// @param shared whose threads are used
  /// @throws io.lettuce.core.RedisException if Redis cannot be reached now
  public static GroupCache open(
      RedisClient shared,
      RedisSettings redis,
      Supplier<GroupCacheSettings> settings,
      MeterRegistry meters) {
    ImpatientRedis impatient = ImpatientRedis.of(shared, redis, PATIENCE);
    try {
      return new GroupCache(
          settings, meters, impatient, impatient.connect(ByteArrayCodec.INSTANCE));
    } catch (RuntimeException e) {
      impatient.close();
      throw e;
    }
  }

  public GroupCacheSettings settings() {
    return settings.get();
  }

  /// Whether there is anything to find, or to keep.
  public boolean isOpen() {
    return connection != null && settings().enabled();
  }

  /// What is kept of a conversation; empty also when Redis does not answer in time. Never fails.
  /// Completes on a thread of the connection's.
  public CompletableFuture<Optional<CachedState>> get(long conversationId) {
    if (connection == null || !isOpen()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return connection
        .async()
        .get(key(conversationId))
        .toCompletableFuture()
        .handle((value, failure) -> {
          Optional<CachedState> found = decoded(conversationId, value);
          String outcome = failure != null ? "failed" : found.isPresent() ? "found" : "missing";
          meters.counter("gostacker.group-cache.reads", "outcome", outcome).increment();
          return found;
        });
  }

  private static Optional<CachedState> decoded(long conversationId, byte @Nullable [] value) {
    try {
      return Optional.ofNullable(value).map(CachedState::decode);
    } catch (IllegalArgumentException e) {
      log.debug("conv:{} is no state: {}", conversationId, e.getMessage());
      return Optional.empty();
    }
  }

  /// Keeps a state for the time to live. Returns at once; a failure is counted and forgotten.
  public void put(long conversationId, CachedState state) {
    if (connection == null || !isOpen() || state.state().length > MAX_BYTES) {
      return;
    }
    if (underWay.incrementAndGet() > MAX_UNDER_WAY) {
      underWay.decrementAndGet();
      count("dropped");
      return;
    }
    connection
        .async()
        .psetex(key(conversationId), settings().ttl().toMillis(), state.encode())
        .whenComplete((done, failure) -> {
          underWay.decrementAndGet();
          count(failure == null ? "kept" : "failed");
        });
  }

  private void count(String outcome) {
    meters.counter("gostacker.group-cache.writes", "outcome", outcome).increment();
  }

  private static byte[] key(long conversationId) {
    return ("conv:" + conversationId).getBytes(US_ASCII);
  }

  @Override
  public void close() {
    if (redis != null) {
      redis.close();
    }
  }
}
