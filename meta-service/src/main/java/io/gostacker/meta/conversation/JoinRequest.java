package io.gostacker.meta.conversation;

/// Somebody asks to become a member.
///
/// @param message what was said with it, empty for nothing
/// @param createdAt epoch milliseconds
record JoinRequest(
    long requestId, long conversationId, long userId, String message, long createdAt, State state) {

  /// How far it has come; kept by ordinal.
  enum State {
    PENDING,
    /// Approved, but the user is perhaps not in yet: approving again finishes it.
    ENTERING,
    APPROVED,
    REJECTED
  }
}
