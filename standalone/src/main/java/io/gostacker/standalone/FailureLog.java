package io.gostacker.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// Where a failed start is told in full; the terminal gets one sentence.
record FailureLog(Path logs) {

  /// The reason of the reasons, on one line.
  static String sentence(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /// Answers the words that send the reader there.
  String keep(Throwable failure) {
    Path file = logs.resolve("start-failure.log");
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    try {
      Files.createDirectories(logs);
      Files.writeString(
          file,
          Instant.now() + "\n" + trace,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
      return "\nThe full trace is in " + file;
    } catch (IOException e) {
      return "\n" + trace;
    }
  }
}
