package io.gostacker.common.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may call the server API, `gostacker.server-api.*`.
///
/// @param keys secrets of which the app's back end sends one, at most 16; none closes the server
///   API. Several let one be replaced without a pause
@ConfigurationProperties("gostacker.server-api")
public record ServerApiSettings(@DefaultValue List<String> keys) {
  private static final int MAX_KEYS = 16;
  private static final int MIN_LENGTH = 32;
  private static final int MAX_LENGTH = 512;

  /// A random key of 32 hexadecimal digits has fewer once in 10^10 times.
  private static final int MIN_DISTINCT = 6;

  public ServerApiSettings {
    keys = List.copyOf(keys);
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "gostacker.server-api.keys may have at most " + MAX_KEYS + " keys");
    }
    for (int i = 0; i < keys.size(); i++) {
      String flaw = flaw(keys.get(i));
      if (flaw != null) {
        throw new IllegalArgumentException("gostacker.server-api.keys[" + i + "] " + flaw);
      }
    }
  }

  /// What is wrong with a key, without a word of it; null when nothing is.
  public static @Nullable String flaw(String key) {
    if (key.length() < MIN_LENGTH || key.length() > MAX_LENGTH) {
      return "must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters";
    }
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      return "must be visible ASCII characters without blanks";
    }
    return key.chars().distinct().count() < MIN_DISTINCT
        ? "is no random text: it has too few different characters"
        : null;
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "ServerApiSettings[" + keys.size() + " keys]";
  }
}
