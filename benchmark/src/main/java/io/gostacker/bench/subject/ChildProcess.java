package io.gostacker.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program that says `Ready: http://localhost:<port>` when it is.
final class ChildProcess {
  private static final Pattern READY = Pattern.compile("Ready: (http://localhost:\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final Path output;

  ChildProcess(List<String> command, Map<String, String> environment) {
    try {
      this.output = Files.createTempFile("bench", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until it is ready, and answers where.
  URI awaitReady() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        Matcher ready = READY.matcher(Files.readString(output));
        if (ready.find()) {
          return URI.create(ready.group(1));
        }
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("It ended: " + Files.readString(output));
        }
      }
      throw new IllegalStateException("Not ready in " + PATIENCE + ": " + Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void stop() {
    process.destroy();
    if (!process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join().isAlive()) {
      return;
    }
    process.destroyForcibly();
  }
}
