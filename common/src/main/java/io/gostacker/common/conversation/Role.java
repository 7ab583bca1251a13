package io.gostacker.common.conversation;

/// A member's role, weakest first.
public enum Role {
  MEMBER,
  ADMIN,
  OWNER;

  /// Whether this role may add and remove members and change the conversation.
  public boolean manages() {
    return this != MEMBER;
  }
}
