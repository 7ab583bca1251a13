package io.gostacker.client;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A conversation as the logged-in user sees it.
///
/// @param type `direct`, `group` or `channel`
/// @param name null in direct conversations and where none was given
/// @param lastSeq seq of the newest message, 0 when there is none
/// @param unread messages above `readSeq` that are neither `system` nor one's own
public record Conversation(
    String conversationId,
    String type,
    @Nullable String name,
    @Nullable String ownerId,
    int memberCount,
    long lastSeq,
    long readSeq,
    long unread,
    @Nullable Message lastMessage,
    @Nullable Instant createdAt) {
  public Conversation {
    requireNonNull(conversationId, "conversationId");
    requireNonNull(type, "type");
  }

  /// Whether this is a conversation of exactly two users.
  public boolean direct() {
    return type.equals("direct");
  }
}
