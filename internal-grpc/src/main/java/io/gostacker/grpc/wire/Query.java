package io.gostacker.grpc.wire;

import io.gostacker.common.transport.SendPort;
import org.jspecify.annotations.Nullable;

/// A read of [SendPort] on its way to a send instance.
public sealed interface Query {

  record History(SendPort.HistoryQuery query) implements Query {}

  record Sync(SendPort.SyncQuery query) implements Query {}

  record Conversation(long userId, long conversationId) implements Query {}

  record Conversations(long userId, int limit, @Nullable String cursor) implements Query {}

  record Members(long userId, long conversationId, int limit, long afterUserId) implements Query {}

  record Bans(long userId, long conversationId, int limit, long afterUserId) implements Query {}
}
