package io.gostacker.common.conversation;

/// The three kinds of conversation. In a channel only `owner` and `admin` send.
public enum ConversationType {
  DIRECT,
  GROUP,
  CHANNEL
}
