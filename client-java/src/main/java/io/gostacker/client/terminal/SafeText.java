package io.gostacker.client.terminal;

/// Other people's text made harmless for a terminal.
///
/// Control characters (escape sequences, carriage returns, C1) and the invisible characters that
/// reorder text are shown as `\\u001b` and the like; line feeds and tabs stay.
final class SafeText {

  private SafeText() {}

  /// For a message: may have several lines.
  static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\t' || !harmful(c)) {
            safe.appendCodePoint(c);
          } else if (c <= 0xffff) {
            safe.append("\\u%04x".formatted(c));
          } else {
            safe.append("\\x{%x}".formatted(c));
          }
        });
    return safe.toString();
  }

  /// For a name: one line, not longer than a line may be.
  static String line(String text) {
    String line = of(text).replaceAll("\\s+", " ").strip();
    int length = line.codePointCount(0, line.length());
    return length <= 80 ? line : line.substring(0, line.offsetByCodePoints(0, 79)) + "…";
  }

  private static boolean harmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> c != 0x200d && c != 0x200c; // the joiners of emoji and of scripts
      default -> false;
    };
  }
}
