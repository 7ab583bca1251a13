package io.gostacker.client.terminal;

import java.io.PrintStream;

/// Where lines are shown. Thread-safe: a line is never torn.
///
/// Text of other people must have gone through [SafeText] before.
final class Screen {
  private final PrintStream out;
  private final boolean ansi;

  /// @param ansi whether colours may be used
  Screen(PrintStream out, boolean ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /// Something of the program's own.
  void note(String text) {
    print(style("2", text));
  }

  /// Something that went wrong.
  void warn(String text) {
    print(style("33", text));
  }

  /// A plain line.
  void line(String text) {
    print(text);
  }

  String bold(String text) {
    return style("1", text);
  }

  /// A question whose answer follows on the same line.
  synchronized void ask(String question) {
    out.print(question);
    out.flush();
  }

  private String style(String code, String text) {
    return ansi ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private synchronized void print(String text) {
    out.println(text);
    out.flush();
  }
}
