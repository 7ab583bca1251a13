package io.gostacker.verify.history;

/// What a message says, in 64 bits: its number above, the hash of its text below.
public final class Content {
  /// The number of what the server says by itself.
  public static final int SYSTEM = -1;

  private Content() {}

  public static long of(int message, String text) {
    return ((long) message << Integer.SIZE) | Integer.toUnsignedLong(text.hashCode());
  }

  /// What the server says by itself.
  ///
  /// @param text all of it
  public static long system(String text) {
    return of(SYSTEM, text);
  }

  public static int message(long content) {
    return (int) (content >> Integer.SIZE);
  }
}
