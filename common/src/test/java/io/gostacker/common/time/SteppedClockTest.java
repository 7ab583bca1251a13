package io.gostacker.common.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SteppedClockTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  @TempDir private Path folder;

  @AfterEach
  void right() {
    System.clearProperty(SteppedClock.PROPERTY);
  }

  @Test
  void withoutThePropertyTheClockIsRight() {
    assertThat(new ClockConfiguration().clock()).isEqualTo(Clock.systemUTC());
  }

  @Test
  @Timeout(60)
  void itStepsAsItIsTold() throws Exception {
    System.setProperty(SteppedClock.PROPERTY, folder.toString());
    Clock clock = new ClockConfiguration().clock();
    assertThat(clock.millis()).isCloseTo(System.currentTimeMillis(), within(MINUTE));
    Path file = folder.resolve(Long.toString(ProcessHandle.current().pid()));
    for (int sign : new int[] {1, -1}) {
      Files.writeString(file, "%+d\n".formatted(sign * HOUR / 1000));
      while (Math.abs(clock.millis() - System.currentTimeMillis()) < HOUR - MINUTE
          || Long.signum(clock.millis() - System.currentTimeMillis()) != sign) {
        Thread.sleep(20);
      }
      long expected = System.currentTimeMillis() + sign * HOUR;
      assertThat(clock.millis()).isCloseTo(expected, within(MINUTE));
      assertThat(clock.instant().toEpochMilli()).isCloseTo(expected, within(MINUTE));
    }
  }
}
