package io.gostacker.testkit.shardlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.RedisShardLog;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.FsyncWatch;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Redis killed with its append-only file cut at the last fsync, which is what a power failure
/// does.
class PowerFailureTest {
  private static final int SHARDS = 8;

  /// How many appends are answered before the power fails.
  private static final int ENOUGH = 2_000;

  private final AtomicLong answered = new AtomicLong();
  private EmbeddedRedis redis;
  private RedisClient client;

  @BeforeEach
  void start() {
    assumeTrue(FsyncWatch.isPossible(), "NOT CHECKED: what a power failure leaves (needs strace)");
    redis = Backends.ownRedis();
    client = RedisClient.create();
  }

  @AfterEach
  void stop() {
    if (redis != null) {
      client.shutdown();
      redis.kill();
    }
  }

  private RedisShardLog open(boolean requireDurable) {
    URI uri = URI.create(redis.url());
    return RedisShardLog.open(
        client, new RedisSettings(uri, Duration.ofSeconds(10), requireDurable));
  }

  @Test
  void noAppendThatWasAnsweredIsLost() throws Exception {
    assertThat(lostByPowerFailure(true)).isZero();
  }

  /// The test itself must be able to fail.
  @Test
  void withoutFsyncBeforeEachAnswerAppendsAreLost() throws Exception {
    client.connect(RedisURI.create(redis.url())).sync().configSet("appendfsync", "everysec");
    assertThat(lostByPowerFailure(false)).isPositive();
  }

  private long lostByPowerFailure(boolean requireDurable) throws Exception {
    Position[] acknowledged;
    try (RedisShardLog log = open(requireDurable)) {
      LogProbe probe = new LogProbe(log);
      Position[] bases =
          IntStream.range(0, SHARDS)
              .mapToObj(shard -> probe.begun(shard, 1))
              .toArray(Position[]::new);
      Thread.sleep(requireDurable ? 0 : 2_000); // everysec: let it sync what it has
      try (FsyncWatch watch = FsyncWatch.attach(redis.pid(), redis.appendOnlyFile())) {
        acknowledged = appendUntilThePowerFails(log, bases);
        watch.awaitEnd();
        watch.loseUnsynced();
      }
    }
    redis.start();
    try (RedisShardLog log = open(true)) {
      LogProbe probe = new LogProbe(log);
      return IntStream.range(0, SHARDS)
          .mapToLong(shard -> missing(probe, shard, acknowledged[shard]))
          .sum();
    }
  }

  /// One append in flight a shard, as a send service has it.
  private Position[] appendUntilThePowerFails(RedisShardLog log, Position[] bases)
      throws InterruptedException {
    Position[] acknowledged = bases.clone();
    Thread[] writers = new Thread[SHARDS];
    for (int i = 0; i < SHARDS; i++) {
      int shard = i;
      writers[i] = Thread.ofPlatform().start(() -> write(log, shard, acknowledged));
    }
    while (answered.get() < ENOUGH) {
      Thread.onSpinWait();
    }
    redis.kill();
    for (Thread writer : writers) {
      writer.join();
    }
    return acknowledged;
  }

  private void write(RedisShardLog log, int shard, Position[] acknowledged) {
    LogProbe probe = new LogProbe(log);
    byte[] payload = "a payload of some length".getBytes(UTF_8);
    while (true) {
      Position at = acknowledged[shard];
      String batchId = LogProbe.batchId();
      CompletableFuture<Appended> asked = log.append(shard, at, batchId, payload);
      if (!(probe.answer(asked) instanceof Appended.Done)) {
        return;
      }
      acknowledged[shard] = new Position(at.offset() + 1, batchId);
      answered.incrementAndGet();
    }
  }

  private static long missing(LogProbe probe, int shard, Position acknowledged) {
    long head = probe.head(shard).map(Position::offset).orElse(0L);
    if (head >= acknowledged.offset()) {
      assertThat(probe.read(shard, acknowledged.offset() - 1, 1))
          .singleElement()
          .satisfies(entry -> assertThat(entry.position()).isEqualTo(acknowledged));
    }
    return Math.max(0, acknowledged.offset() - head);
  }
}
