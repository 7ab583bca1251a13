package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Which sockets are handed back, so that their users are notified of what was written to them.
class LostSocketsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("heartbeat=1s");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void oneThatSaysNothingIsHandedBackWithTheTimeItWasHeardLast() {
    long before = System.currentTimeMillis();
    try (RawSocket silent = gateway.connect(401, "phone")) {
      long welcomed = System.currentTimeMillis();
      assertThat(silent.expectClose()).isEqualTo(4411);
      long closed = System.currentTimeMillis();
      silent.close();
      await().atMost(PATIENCE).until(() -> gateway.lost.containsKey(401L));
      assertThat(gateway.lost.get(401L)).isBetween(before - 100, welcomed + 100).isLessThan(closed);
    }
  }

  @Test
  void oneThatEndsWithoutAWordIsHandedBack() {
    RawSocket cut = gateway.connect(402, "phone");
    cut.close();
    await().atMost(PATIENCE).until(() -> gateway.lost.containsKey(402L));
  }

  @Test
  void onesThatSayGoodbyeOrAreReplacedAreNot() {
    try (RawSocket leaving = gateway.connect(403, "phone")) {
      leaving.frame(0x88, new byte[] {0x03, (byte) 0xe8});
      assertThat(leaving.expectClose()).isEqualTo(1000);
    }
    RawSocket replaced = gateway.connect(404, "phone");
    try (RawSocket next = gateway.connect(404, "phone")) {
      assertThat(replaced.expectClose()).isEqualTo(4409);
      replaced.close();
      RawSocket cut = gateway.connect(405, "phone");
      cut.close();
      await().atMost(PATIENCE).until(() -> gateway.lost.containsKey(405L));
      next.frame(0x88, new byte[] {0x03, (byte) 0xe8});
      next.expectClose();
    }
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> !gateway.lost.containsKey(403L) && !gateway.lost.containsKey(404L));
  }
}
