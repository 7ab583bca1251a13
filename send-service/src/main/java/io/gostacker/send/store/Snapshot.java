package io.gostacker.send.store;

import io.gostacker.common.shardlog.Position;
import io.gostacker.send.conversation.StoredConversation;
import org.jspecify.annotations.Nullable;

/// A conversation as MySQL had it in one moment.
///
/// @param flushed up to where the shard's log was in MySQL in that moment
/// @param conversation null when MySQL knew no such conversation
public record Snapshot(Position flushed, @Nullable StoredConversation conversation) {}
