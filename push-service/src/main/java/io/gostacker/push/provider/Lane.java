package io.gostacker.push.provider;

import java.time.Duration;

/// A provider, and how much of it may be asked.
///
/// @param rate notifications a second
/// @param atOnce calls in flight
/// @param timeout of a call
public record Lane(PushProvider provider, int rate, int atOnce, Duration timeout) {}
