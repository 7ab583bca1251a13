package io.gostacker.meta.broadcast;

/// Whom a broadcast goes to.
sealed interface Audience {

  /// Every user that there was when it began, but for the sender.
  record All() implements Audience {}

  /// Some users.
  ///
  /// @param count how many
  record Users(long count) implements Audience {}

  /// One conversation, whose members get one message.
  record InConversation(long conversationId) implements Audience {}
}
