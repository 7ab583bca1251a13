package io.gostacker.push.provider;

import java.time.Duration;

/// A provider and how much it bears.
///
/// @param rate notifications a second
/// @param atOnce calls in flight
/// @param timeout of a call; at most 30 s
public record ConfiguredProvider(PushProvider provider, int rate, int atOnce, Duration timeout) {}
