package io.gostacker.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Lines for the person who waits, each with the seconds since the start.
final class Progress {
  private final PrintStream out;
  private final long startedNanos;

  Progress(PrintStream out, long startedNanos) {
    this.out = out;
    this.startedNanos = startedNanos;
  }

  void say(String line) {
    out.printf(Locale.ROOT, "[%5.1f s] %s%n", seconds(), line);
  }

  double seconds() {
    return Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1000.0;
  }

  /// A block of text as it is.
  void tell(String text) {
    out.println(text);
  }
}
