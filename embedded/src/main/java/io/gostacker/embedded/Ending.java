package io.gostacker.embedded;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How a process is brought to its end. Both ways block until it is gone.
final class Ending {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Ending() {}

  /// By SIGTERM, and by SIGKILL after 30 s.
  static void inOrder(ProcessHandle handle, String title) {
    if (handle.isAlive()) {
      handle.destroy();
      if (!await(handle, title)) {
        atOnce(handle, title);
      }
    }
  }

  /// By SIGKILL.
  static void atOnce(ProcessHandle handle, String title) {
    if (handle.isAlive()) {
      handle.destroyForcibly();
      if (!await(handle, title)) {
        throw new EmbeddedServerException(title + ", pid " + handle.pid() + ", cannot be stopped.");
      }
    }
  }

  private static boolean await(ProcessHandle handle, String title) {
    try {
      handle.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("Interrupted while " + title + " was being stopped.", e);
    } catch (ExecutionException | TimeoutException e) {
      return !handle.isAlive();
    }
  }
}
