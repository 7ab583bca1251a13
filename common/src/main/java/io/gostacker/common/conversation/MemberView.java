package io.gostacker.common.conversation;

import org.jspecify.annotations.Nullable;

/// A member as other members see it.
///
/// @param nickname the name in this conversation, null when the member has none
/// @param mutedUntil epoch milliseconds, 0 when not muted
/// @param joinedAt epoch milliseconds
public record MemberView(
    long userId, Role role, @Nullable String nickname, long mutedUntil, long joinedAt) {}
