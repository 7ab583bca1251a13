package io.gostacker.meta.name;

import org.jspecify.annotations.Nullable;

/// Rules for what people read: nicknames, names of conversations, platforms.
public final class DisplayName {

  private DisplayName() {}

  /// What is wrong with a name that may have up to `max` characters (code points); null when
  /// nothing is.
  public static @Nullable String flaw(@Nullable String name, int max) {
    if (name == null || name.isBlank()) {
      return "is needed: 1 to " + max + " characters";
    }
    if (name.codePointCount(0, name.length()) > max) {
      return "may have at most " + max + " characters";
    }
    return hasControls(name) ? "must not contain control characters" : null;
  }

  private static boolean hasControls(String name) {
    return name.codePoints()
        .anyMatch(c ->
            switch (Character.getType(c)) {
              case Character.CONTROL,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR,
                  Character.SURROGATE ->
                  true;
              default -> false;
            });
  }
}
