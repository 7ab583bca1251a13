package io.gostacker.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One server program over one folder: started, waited for, stopped. Not thread-safe.
final class ServerProcess {
  private static final long MAX_LOG_BYTES = 10L << 20;
  private static final long POLL_MILLIS = 20;

  private final String title;
  private final Path folder;
  private final Path log;
  private final Path pidFile;
  private @Nullable Process process;

  ServerProcess(String title, Path folder) {
    this.title = title;
    this.folder = folder;
    this.log = folder.resolve("server.log");
    this.pidFile = folder.resolve("server.pid");
  }

  /// Answers whether the server takes commands.
  interface Readiness {
    boolean isReady() throws IOException;
  }

  /// Starts it in a session of its own, where the system can do so.
  ///
  /// @param environment variables besides those of this process
  void start(List<String> command, Path directory, Map<String, String> environment)
      throws IOException {
    rotateLog();
    List<String> all = new ArrayList<>();
    setsid().ifPresent(all::add);
    all.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(all).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process started = builder.start();
    process = started;
    Files.writeString(pidFile, started.pid() + "\n");
  }

  /// setsid becomes the program without a fork of its own, because a child of the JVM leads no
  /// process group.
  private static Optional<String> setsid() {
    return List.of("/usr/bin/setsid", "/bin/setsid").stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst();
  }

  private void rotateLog() throws IOException {
    if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
      Files.move(log, log.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Blocks until it is ready.
  ///
  /// @throws EmbeddedServerException with the end of the log, if it ends or is not ready in time;
  ///   it is dead then
  void await(Readiness readiness, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      if (!isRunning()) {
        throw failure("%s did not start.".formatted(title));
      }
      if (answers(readiness)) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        kill();
        throw failure("%s was not ready within %d s.".formatted(title, patience.toSeconds()));
      }
      pause(title);
    }
  }

  private static boolean answers(Readiness readiness) {
    try {
      return readiness.isReady();
    } catch (IOException e) {
      return false;
    }
  }

  EmbeddedServerException failure(String sentence) {
    return new EmbeddedServerException(sentence + " The end of " + log + ":\n" + LogTail.of(log));
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  long pid() {
    if (process == null) {
      throw new IllegalStateException(title + " was not started");
    }
    return process.pid();
  }

  /// Asks it to end and waits; kills it when it takes more than 30 s.
  void stop() {
    if (process != null) {
      Ending.inOrder(process.toHandle(), title);
      forget();
    }
  }

  /// Kills it at once, as `kill -9` does, and waits until it is gone.
  void kill() {
    if (process != null) {
      Ending.atOnce(process.toHandle(), title);
      forget();
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Cannot remove " + pidFile + ": " + FolderLock.reason(e), e);
    }
  }

  private static void pause(String title) {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("Interrupted while " + title + " was starting.", e);
    }
  }
}
