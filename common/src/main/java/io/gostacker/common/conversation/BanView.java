package io.gostacker.common.conversation;

/// A ban as owner and admins see it.
///
/// @param until epoch milliseconds, or [Exclusion#FOR_EVER]
/// @param by who banned
/// @param at when, epoch milliseconds
public record BanView(long userId, long until, long by, long at) {}
