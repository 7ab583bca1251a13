package io.gostacker.meta.account;

import org.jspecify.annotations.Nullable;

/// A user as others see it.
///
/// @param username null for users that the app's back end made
public record Account(
    long userId, @Nullable String username, String nickname, @Nullable String avatarUrl) {}
