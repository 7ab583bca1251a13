package io.gostacker.common.conversation;

import org.jspecify.annotations.Nullable;

/// A conversation as one of its members sees it.
///
/// @param name null in direct conversations and where none was given
/// @param ownerId 0 in direct conversations
/// @param lastSeq seq of the newest message, 0 when there is none yet
/// @param readSeq up to where this member has read
/// @param unread messages above `readSeq` that are neither `system` nor this member's own
/// @param lastMessage newest message that this member may see
/// @param ext the app's JSON object as UTF-8, at most 4 KiB
/// @param createdAt epoch milliseconds
public record ConversationView(
    long conversationId,
    ConversationType type,
    @Nullable String name,
    long ownerId,
    int memberCount,
    long lastSeq,
    long readSeq,
    long unread,
    @Nullable Message lastMessage,
    JoinPolicy joinPolicy,
    HistoryPolicy history,
    byte @Nullable [] ext,
    long createdAt) {}
