package io.gostacker.meta.account;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which user names are taken: 3 to 32 of `[A-Za-z0-9_.-]`, unique without regard to case.
public final class UserNames {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.-]{3,32}");

  private UserNames() {}

  /// What is wrong with a user name; null when nothing is.
  public static @Nullable String flaw(@Nullable String username) {
    return username != null && VALID.matcher(username).matches()
        ? null
        : "must be 3 to 32 letters (A-Z, a-z), digits, '_', '.' or '-'";
  }
}
