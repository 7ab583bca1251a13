package io.gostacker.common.conversation;

/// How a user becomes a member without being added: not at all, after approval, or freely.
public enum JoinPolicy {
  INVITE,
  APPROVAL,
  OPEN
}
