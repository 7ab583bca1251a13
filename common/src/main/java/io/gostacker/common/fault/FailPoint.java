package io.gostacker.common.fault;

import io.gostacker.common.periodic.PeriodicTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Places where a process can be made to die, to show that nothing is lost by it. They are there
/// only in a process that was started with the system property `gostacker.fail-points`, a folder:
/// who writes a place's name into a file there that is called as the process' id makes the process
/// end as soon as a thread comes by that place, as `kill -9` would end it.
public enum FailPoint {
  /// A batch is decided, and is not in the log yet.
  SEND_BEFORE_APPEND,
  /// A batch is in the log; nobody was told of it, neither senders nor recipients.
  SEND_AFTER_APPEND,
  /// A message is to be handed to its recipients; those of its batch before it were, its sender was
  /// told nothing.
  SEND_IN_FAN_OUT,
  /// The senders of a batch were told.
  SEND_AFTER_ANSWER,
  /// MySQL has what was flushed, and the log was not told.
  FLUSHER_AFTER_COMMIT;

  /// Names the folder.
  public static final String PROPERTY = "gostacker.fail-points";

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int KILLED = 137;
  private static final boolean POSSIBLE = System.getProperty(PROPERTY) != null;

  private static volatile @Nullable FailPoint armed;

  static {
    if (POSSIBLE) {
      Path file =
          Path.of(System.getProperty(PROPERTY, ""), Long.toString(ProcessHandle.current().pid()));
      PeriodicTask.start("Looking for a fail point", LOOK, () -> look(file));
    }
  }

  private static void look(Path file) {
    try {
      armed = valueOf(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      armed = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A thread has come by.
  public void reached() {
    if (POSSIBLE && armed == this) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
