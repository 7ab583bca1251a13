package io.gostacker.common.id;

/// Reads ids from clients. User and conversation ids are positive 64-bit numbers, written as
/// decimal strings in JSON.
public final class Ids {

  /// What [#parse] answers for a text that is no id: no entity has this id.
  public static final long NONE = 0;

  private static final int MAX_DIGITS = 19;

  private Ids() {}

  /// The id that the text says, or [#NONE] when it is not a decimal number from 1 to 2^63 - 1
  /// without sign or leading zero.
  public static long parse(CharSequence text) {
    int length = text.length();
    if (length == 0 || length > MAX_DIGITS || text.charAt(0) == '0') {
      return NONE;
    }
    long id = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      id = id * 10 + digit;
    }
    return id < 0 ? NONE : id; // 19 digits overflow into the sign at most once
  }

  /// Whether the text may be a `clientMessageId` or a device id: 1 to 64 characters of
  /// `[A-Za-z0-9_-]`.
  public static boolean isClientId(CharSequence text) {
    int length = text.length();
    if (length == 0 || length > 64) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}
