package io.gostacker.common.content;

/// Finds text that is no Unicode text: a surrogate without its other half. UTF-8 cannot carry one,
/// JSON escapes can.
public final class Surrogates {

  private Surrogates() {}

  /// Whether a surrogate in `chars[offset, offset + length)` stands alone.
  public static boolean anyAlone(char[] chars, int offset, int length) {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      char c = chars[i];
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(chars[i + 1]);
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /// Whether a surrogate in the text stands alone.
  public static boolean anyAlone(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return anyAlone(text.toCharArray(), 0, text.length());
      }
    }
    return false;
  }
}
