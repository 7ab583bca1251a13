package io.gostacker.client;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A member of a conversation; `role` is `owner`, `admin` or `member`.
public record Member(
    String userId, String role, @Nullable String nickname, @Nullable Instant joinedAt) {
  public Member {
    requireNonNull(userId, "userId");
    requireNonNull(role, "role");
  }
}
