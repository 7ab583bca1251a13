package io.gostacker.push.provider;

/// A provider, and how much of it may be asked.
///
/// @param rate notifications a second
/// @param atOnce calls in flight
public record Lane(PushProvider provider, int rate, int atOnce) {}
