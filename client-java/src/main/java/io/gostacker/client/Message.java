package io.gostacker.client;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Instant;

/// A message; (`conversationId`, `seq`) is its identity.
///
/// @param targetSeq the message that this one is about, 0 when it stands for itself
public record Message(
    String conversationId,
    long seq,
    String senderId,
    String clientMessageId,
    Content content,
    Instant sentAt,
    long targetSeq) {
  public Message {
    requireNonNull(conversationId, "conversationId");
    requireNonNull(senderId, "senderId");
    clientMessageId = requireNonNullElse(clientMessageId, "");
    requireNonNull(content, "content");
    requireNonNull(sentAt, "sentAt");
  }
}
