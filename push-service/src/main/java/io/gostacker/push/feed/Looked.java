package io.gostacker.push.feed;

import java.util.Set;

/// A stretch of the feed that was looked at once.
///
/// @param after the event before its first
/// @param last its last event
/// @param at when, by `System.nanoTime()`
/// @param gateways that were relied on to reach whoever was not noted
record Looked(long after, long last, long at, Set<String> gateways) {}
