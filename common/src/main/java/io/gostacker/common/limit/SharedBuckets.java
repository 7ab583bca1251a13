package io.gostacker.common.limit;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce.LettuceBasedProxyManagerBuilder;
import io.gostacker.common.shardlog.ImpatientRedis;
import io.gostacker.common.shardlog.ImpatientRedis.Connected;
import io.gostacker.common.shardlog.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Buckets in Redis under `limit:<key>:<burst>/<count>`, shared by all processes; each lapses when
/// it is full. On a connection of its own, made in the background and again when that failed. Every
/// question is answered or fails within [#PATIENCE].
final class SharedBuckets implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SharedBuckets.class);
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

  /// What a request may lose to its limit.
  static final Duration PATIENCE = Duration.ofMillis(300);

  private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();

  private final ImpatientRedis redis;
  private CompletableFuture<AsyncProxyManager<String>> manager;
  private long tried;
  private @Nullable volatile String complaint;

  /// @param shared whose threads are used
  SharedBuckets(RedisClient shared, RedisSettings settings) {
    this.redis = ImpatientRedis.of(shared, settings, PATIENCE);
    this.manager = connect();
  }

  private CompletableFuture<AsyncProxyManager<String>> connect() {
    tried = System.nanoTime();
    return redis.connectAsync(CODEC).thenApply(SharedBuckets::manager);
  }

  /// Once connected it reconnects by itself; the first time it does not.
  private synchronized CompletableFuture<AsyncProxyManager<String>> current() {
    if (manager.isCompletedExceptionally() && System.nanoTime() - tried > RETRY_NANOS) {
      manager = connect();
    }
    return manager;
  }

  private static AsyncProxyManager<String> manager(Connected<String, byte[]> connected) {
    return builder(connected)
        .expirationAfterWrite(
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                Duration.ofSeconds(1)))
        .build()
        .asAsync();
  }

  private static LettuceBasedProxyManagerBuilder<String> builder(
      Connected<String, byte[]> connected) {
    return switch (connected.connection()) {
      case StatefulRedisClusterConnection<String, byte[]> cluster ->
          Bucket4jLettuce.casBasedBuilder(cluster);
      case StatefulRedisConnection<String, byte[]> server ->
          Bucket4jLettuce.casBasedBuilder(server);
      default -> throw new IllegalStateException("neither a server nor a Cluster");
    };
  }

  /// Takes one.
  ///
  /// @return nanoseconds after which there is one again; 0 when it was taken. Fails when Redis does
  ///   not answer in time
  CompletableFuture<Long> take(String key, Rate rate) {
    CompletableFuture<AsyncProxyManager<String>> connected = current();
    if (!connected.isDone()) {
      return CompletableFuture.failedFuture(new IllegalStateException("not connected yet"));
    }
    return connected
        .thenCompose(buckets ->
            buckets
                .builder()
                .build(name(key, rate), rate.configuration())
                .tryConsumeAndReturnRemaining(1))
        .thenApply(SharedBuckets::nanosToWait)
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((wait, failure) -> note(failure));
  }

  /// With the rate in it, so that another one begins with another bucket.
  private static String name(String key, Rate rate) {
    return "limit:" + key + ":" + rate.burst() + "/" + rate.count();
  }

  private static long nanosToWait(ConsumptionProbe probe) {
    return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
  }

  private void note(@Nullable Throwable failure) {
    String now = failure == null ? null : failure.toString();
    if (now != null && complaint == null) {
      log.warn("Rate limits are kept by each process for itself, Redis does not answer: {}", now);
    }
    complaint = now;
  }

  @Override
  public void close() {
    redis.close();
  }
}
