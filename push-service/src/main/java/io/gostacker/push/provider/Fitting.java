package io.gostacker.push.provider;

import java.util.function.Function;

/// Fits texts into what a provider takes: cut between code points, at the end of which "…" stands.
/// Sizes are those of the text in JSON as [io.gostacker.common.json.JsonBytes] writes it, in UTF-8.
final class Fitting {
  /// For where a notification is from: some hundred characters.
  static final int TITLE_BYTES = 400;

  private static final String CUT = "…";
  private static final int CUT_BYTES = 3;

  private Fitting() {}

  /// Makes a payload with as much of the body as fits.
  ///
  /// @param payload makes one with a body; with an empty one it must fit
  static byte[] within(int maxBytes, String body, Function<String, byte[]> payload) {
    byte[] whole = payload.apply(body);
    return whole.length <= maxBytes
        ? whole
        : payload.apply(cut(body, maxBytes - payload.apply("").length));
  }

  /// The text, or its beginning with "…".
  static String cut(String text, int maxBytes) {
    int bytes = 0;
    int end = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      bytes += size(codePoint);
      if (bytes > maxBytes) {
        return text.substring(0, end) + CUT;
      }
      i += Character.charCount(codePoint);
      if (bytes + CUT_BYTES <= maxBytes) {
        end = i;
      }
    }
    return text;
  }

  private static int size(int codePoint) {
    return switch (codePoint) {
      case '"', '\\', '\n', '\r', '\t' -> 2;
      default -> {
        if (codePoint < 0x20) {
          yield 6;
        }
        yield codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      }
    };
  }
}
