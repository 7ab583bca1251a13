package io.gostacker.client;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A public profile. `nickname` is what people see; it falls back on the user name.
public record User(
    String userId, String username, @Nullable String nickname, @Nullable String avatarUrl) {
  public User {
    requireNonNull(userId, "userId");
    requireNonNull(username, "username");
  }

  /// The name to show.
  public String displayName() {
    String shown = nickname;
    return shown == null || shown.isBlank() ? username : shown;
  }
}
