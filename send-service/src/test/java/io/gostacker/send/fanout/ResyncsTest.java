package io.gostacker.send.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResyncsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final AtomicInteger told = new AtomicInteger();
  private final Resyncs resyncs = new Resyncs(told::incrementAndGet);

  @Test
  void manyAtOnceAreToldAtOnceAndOnceMore() throws InterruptedException {
    for (int i = 0; i < 10_000; i++) {
      resyncs.ask();
    }
    assertThat(told.get()).isBetween(1, 9); // some seconds may have passed on a slow machine
    int soFar = told.get();
    await().atMost(SOON).until(() -> told.get() > soFar);
    int atTheEnd = told.get();
    Thread.sleep(1_500);
    assertThat(told.get()).isEqualTo(atTheEnd);
  }

  @Test
  void eachIsFollowedByATelling() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      int before = told.get();
      resyncs.ask();
      await().atMost(SOON).until(() -> told.get() > before);
      Thread.sleep(300);
    }
  }
}
