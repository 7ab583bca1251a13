package io.gostacker.client;

import java.util.List;

/// Messages of one conversation in the order that was asked for.
///
/// @param hasMore whether there are further messages in that direction
public record History(List<Message> items, boolean hasMore) {}
