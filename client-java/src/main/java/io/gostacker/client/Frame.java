package io.gostacker.client;

import java.time.Instant;
import java.util.List;

/// A frame from the server.
sealed interface Frame {

  record Welcome(long heartbeatSeconds) implements Frame {}

  record Sent(String clientMessageId, String conversationId, long seq, Instant sentAt)
      implements Frame {}

  record Live(Message message) implements Frame {}

  record Synced(String ref, List<Part> conversations, List<String> gone, boolean more)
      implements Frame {

    /// One conversation's news, ascending.
    record Part(String conversationId, List<Message> messages, boolean hasMore) {}

    /// Whether a further `sync` is needed to have everything.
    boolean unfinished() {
      return more || conversations.stream().anyMatch(Part::hasMore);
    }
  }

  record Receipt(String conversationId, String userId, String kind, long seq) implements Frame {}

  record Typing(String conversationId, String userId) implements Frame {}

  record Changed(String what, Conversation conversation) implements Frame {}

  record Resync() implements Frame {}

  record Goodbye(long reconnectAfterMs) implements Frame {}

  /// An error; `ref` and `clientMessageId` are empty when it answers nothing in particular.
  record Failure(String ref, String clientMessageId, String code, String message, long retryAfterMs)
      implements Frame {}

  /// A pong, or a frame of a later version: proof of life and nothing else.
  record Other() implements Frame {}
}
