package io.gostacker.client;

import java.time.Duration;

/// What a [Connection] tells its listener.
public sealed interface Event {

  /// A new message, one's own included. Per conversation these come in rising `seq`, each once.
  record MessageArrived(Message message) implements Event {}

  /// `userId` has received or read everything up to `seq`; cumulative.
  ///
  /// @param kind `delivered` or `read`
  record ReceiptArrived(String conversationId, String userId, String kind, long seq)
      implements Event {}

  /// `userId` is writing right now.
  record Typing(String conversationId, String userId) implements Event {}

  /// Membership or name changed.
  ///
  /// @param what `created`, `updated`, `joined`, `left` or `disbanded`
  record ConversationChanged(String what, Conversation conversation) implements Event {}

  /// The conversation is no longer one's own.
  record ConversationGone(String conversationId) implements Event {}

  /// Connected, and everything missed so far has been delivered.
  record Online() implements Event {}

  /// Not connected; the next attempt is in `retryIn`. Messages go on to be taken for later.
  record Offline(String reason, Duration retryIn) implements Event {}

  /// Over for good: logged out, or replaced by another connection of this device.
  ///
  /// @param code WebSocket close code, 4401 or 4409
  record Ended(int code, String reason) implements Event {}
}
