package io.gostacker.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningTest {
  private final List<String> said = new ArrayList<>();
  private final List<Throwable> complaints = new ArrayList<>();
  private final Running running = new Running(complaints::add);

  @Test
  void endsInReverseOrderOnceAndStartsNothingAfterwards() {
    running.start(() -> said.add("a"), () -> said.add("end of a"));
    running.start(() -> said.add("b"), () -> said.add("end of b"));
    running.end();
    running.end();
    assertThat(said).containsExactly("a", "b", "end of b", "end of a");
    assertThatThrownBy(() -> running.start(() -> said.add("c"), () -> {}))
        .isInstanceOf(StartFailure.class);
    assertThat(said).doesNotContain("c");
  }

  @Test
  void endsTheOthersWhenOneCannotBeEnded() {
    running.start(() -> {}, () -> said.add("end of a"));
    running.start(
        () -> {},
        () -> {
          throw new IllegalStateException("stuck");
        });
    running.end();
    assertThat(said).containsExactly("end of a");
    assertThat(complaints).hasSize(1);
  }

  @Test
  void aSignalInTheMiddleOfAStartWaitsForItAndEndsWhatItStarted() throws InterruptedException {
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread start =
        Thread.ofVirtual()
            .start(() ->
                running.start(
                    () -> {
                      starting.countDown();
                      awaitUninterrupted(goOn);
                      said.add("a");
                    },
                    () -> said.add("end of a")));
    starting.await();
    Thread signal = Thread.ofVirtual().start(running::end);
    assertThat(signal.join(Duration.ofMillis(50))).isFalse();
    goOn.countDown();
    start.join();
    signal.join();
    assertThat(said).containsExactly("a", "end of a");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
