package io.gostacker.gateway.frame;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Mends JSON that escapes half a surrogate pair. The grammar allows it and Jackson reads it in
/// values, but gives up on it in names; mended, the rest of the frame can be read and the frame be
/// refused by itself instead of ending the connection.
final class LoneSurrogates {
  private static final byte[] REPLACEMENT = "\\ufffd".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 6;

  private LoneSurrogates() {}

  /// A copy in which each lone half is U+FFFD, at the same length; null when there is none.
  static byte @Nullable [] mend(byte[] json) {
    byte[] mended = null;
    for (int i = 0; i + 1 < json.length; i++) {
      if (json[i] != '\\') {
        continue;
      }
      int unit = unitAt(json, i);
      if (isHigh(unit) && isLow(unitAt(json, i + LENGTH))) {
        i += 2 * LENGTH - 1;
      } else if (isHigh(unit) || isLow(unit)) {
        mended = mended == null ? json.clone() : mended;
        System.arraycopy(REPLACEMENT, 0, mended, i, LENGTH);
        i += LENGTH - 1;
      } else {
        i++; // the escaped character may be a backslash
      }
    }
    return mended;
  }

  /// The UTF-16 unit that the escape at `at` stands for, or -1 when there is no such escape.
  private static int unitAt(byte[] json, int at) {
    if (at + LENGTH > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + LENGTH; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static boolean isHigh(int unit) {
    return unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLow(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }
}
