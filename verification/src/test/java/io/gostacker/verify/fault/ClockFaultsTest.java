package io.gostacker.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.embedded.BinaryCache;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.RedisOptions;
import io.lettuce.core.RedisClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockFaultsTest {
  private static final long HOUR = 3600;

  @TempDir private Path folder;

  @Test
  void theClockOfRedisStepsAndIsRightAgain() throws Exception {
    Path clocks = Files.createDirectory(folder.resolve("clocks"));
    Map<String, String> environment = ClockFaults.ofRedis(clocks);
    Assumptions.assumeFalse(environment.isEmpty(), "NOT CHECKED: there is no libfaketime");
    BinaryCache binaries = new BinaryCache(BinaryCache.usualFolder(), what -> {});
    RedisOptions options =
        new RedisOptions(folder.resolve("redis"), 0, 64, Duration.ofMinutes(2), environment);
    try (EmbeddedRedis redis = new EmbeddedRedis(options, binaries)) {
      redis.start();
      awaitSecondsAhead(redis, 0);
      List<Fault> faults = new ClockFaults(1, clocks).of(List::of);
      for (Fault fault : faults) {
        if (fault.name().startsWith("clock-redis")) {
          fault.inject().run();
          awaitSecondsAhead(redis, fault.name().endsWith("ahead") ? HOUR : -HOUR);
          fault.heal().run();
          awaitSecondsAhead(redis, 0);
        }
      }
      assertThat(faults).hasSize(5);
    }
  }

  private static void awaitSecondsAhead(EmbeddedRedis redis, long seconds) {
    try (RedisClient client = RedisClient.create(redis.url())) {
      var commands = client.connect().sync();
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> {
            long here = System.currentTimeMillis() / 1000;
            long there = Long.parseLong(commands.time().getFirst());
            assertThat(there - here - seconds).isBetween(-60L, 60L);
          });
    }
  }
}
