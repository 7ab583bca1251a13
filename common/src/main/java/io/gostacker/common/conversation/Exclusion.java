package io.gostacker.common.conversation;

/// How somebody is kept out of a conversation.
public enum Exclusion {
  /// Banned from a group or channel by its owner or admins: no member, and not to become one.
  BAN,
  /// A member of a direct conversation takes no messages from the other. It is the member who
  /// blocks that is named.
  BLOCK;

  /// The end of an exclusion that has none.
  public static final long FOR_EVER = Long.MAX_VALUE;
}
