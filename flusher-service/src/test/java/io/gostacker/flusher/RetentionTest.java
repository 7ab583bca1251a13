package io.gostacker.flusher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private final Retention retention = new Retention(Duration.ofSeconds(30));

  private static long at(double seconds) {
    return (long) (seconds * 1e9);
  }

  @Test
  void nothingIsDueThatWasJustFlushed() {
    retention.flushed(10, at(0));
    assertThat(retention.due(at(29.9))).isZero();
    assertThat(retention.due(at(30))).isEqualTo(10);
  }

  @Test
  void whatIsFlushedLaterIsDueLater() {
    retention.flushed(10, at(0));
    retention.flushed(20, at(15));
    assertThat(retention.due(at(31))).isEqualTo(10);
    assertThat(retention.due(at(45))).isEqualTo(20);
  }

  @Test
  void theLastOfABurstIsDueInTheEnd() {
    retention.flushed(10, at(0));
    retention.flushed(20, at(0.1));
    retention.flushed(20, at(1.1));
    assertThat(retention.due(at(30.5))).isEqualTo(10);
    assertThat(retention.due(at(31.2))).isEqualTo(20);
  }

  @Test
  void aClockThatBeganBelowZeroIsAsGood() {
    retention.flushed(10, at(-40));
    assertThat(retention.due(at(-9))).isEqualTo(10);
  }
}
