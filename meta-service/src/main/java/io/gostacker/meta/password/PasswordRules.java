package io.gostacker.meta.password;

import org.jspecify.annotations.Nullable;

/// Which passwords are taken.
public final class PasswordRules {
  private static final int MIN = 8;
  private static final int MAX = 128;

  private PasswordRules() {}

  /// What is wrong with a new password; null when nothing is. Any characters, 8 to 128 of them
  /// (code points, so at most 512 bytes).
  public static @Nullable String flaw(@Nullable String password) {
    if (password == null) {
      return "is needed: " + MIN + " to " + MAX + " characters";
    }
    int length = password.codePointCount(0, password.length());
    return length < MIN || length > MAX ? "must have " + MIN + " to " + MAX + " characters" : null;
  }
}
