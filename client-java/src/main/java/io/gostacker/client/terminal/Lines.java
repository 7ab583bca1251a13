package io.gostacker.client.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The lines that the user types, or that a pipe brings.
///
/// @param console null when there is no terminal
record Lines(BufferedReader in, @Nullable Console console) {

  /// The next line, null at the end.
  @Nullable String next() {
    try {
      return in.readLine();
    } catch (IOException e) {
      return null;
    }
  }

  /// Asks and waits for a line.
  @Nullable String ask(Screen screen, String question) {
    screen.ask(question);
    return next();
  }

  /// Asks without echo where there is a terminal.
  @Nullable String askHidden(Screen screen, String question) {
    if (console == null) {
      return ask(screen, question);
    }
    char[] typed = console.readPassword("%s", question);
    return typed == null ? null : new String(typed);
  }
}
