package io.gostacker.common.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailPointTest {
  private static final int SECONDS = 60;

  @TempDir private Path folder;

  /// Comes by two places for ever.
  static final class Passing {
    public static void main(String[] words) throws InterruptedException {
      while (true) {
        FailPoint.SEND_BEFORE_APPEND.reached();
        FailPoint.SEND_AFTER_APPEND.reached();
        Thread.sleep(5);
      }
    }
  }

  @Test
  void aProcessDiesAtThePlaceThatItIsTold() throws Exception {
    Process process = passing("-D" + FailPoint.PROPERTY + "=" + folder);
    try {
      Path file = folder.resolve(Long.toString(process.pid()));
      Files.writeString(file, FailPoint.SEND_IN_FAN_OUT.name()); // where it does not come by
      assertThat(process.waitFor(2, TimeUnit.SECONDS)).isFalse();
      Files.writeString(file, FailPoint.SEND_AFTER_APPEND.name());
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(137);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void withoutThePropertyThereAreNone() throws Exception {
    Process process = passing("-Dother=" + folder);
    try {
      Files.writeString(
          folder.resolve(Long.toString(process.pid())), FailPoint.SEND_AFTER_APPEND.name());
      assertThat(process.waitFor(3, TimeUnit.SECONDS)).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process passing(String property) throws Exception {
    return new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                property,
                Passing.class.getName()))
        .inheritIO()
        .start();
  }
}
