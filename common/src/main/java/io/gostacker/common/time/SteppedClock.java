package io.gostacker.common.time;

import io.gostacker.common.periodic.PeriodicTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that can be made wrong, to show that nothing hangs on it. It is there only in a process
/// that was started with the system property `gostacker.clock-steps`, a folder: the whole number in
/// a file there that is called as the process' id is by how many seconds it is ahead.
public final class SteppedClock extends Clock {
  /// Names the folder.
  public static final String PROPERTY = "gostacker.clock-steps";

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Clock right = Clock.systemUTC();
  private volatile long aheadMillis;

  private SteppedClock(Path file) {
    PeriodicTask.start("Looking for a clock step", LOOK, () -> look(file));
  }

  /// The right one, unless the process was started with the property.
  static Clock orRight() {
    String folder = System.getProperty(PROPERTY);
    return folder == null
        ? Clock.systemUTC()
        : new SteppedClock(Path.of(folder, Long.toString(ProcessHandle.current().pid())));
  }

  private void look(Path file) {
    try {
      aheadMillis = 1000 * Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      aheadMillis = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long millis() {
    return right.millis() + aheadMillis;
  }

  @Override
  public Instant instant() {
    return right.instant().plusMillis(aheadMillis);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("there is no local time in GoStacker");
  }
}
