package io.gostacker.common.conversation;

/// A message as clients see it; identified by (`conversationId`, `seq`).
///
/// @param seq position in the conversation, from 1
/// @param senderId for a system message the user who caused it
/// @param clientMessageId chosen by the sender; `system-<seq>` for a system message
/// @param content the JSON object as received, as UTF-8; never changed after construction
/// @param sentAt epoch milliseconds
/// @param targetSeq the message that this one edits, recalls or reacts to; 0 for none
public record Message(
    long conversationId,
    long seq,
    long senderId,
    String clientMessageId,
    byte[] content,
    long sentAt,
    long targetSeq) {}
