package io.gostacker.common.conversation;

/// What a member sees: everything from the (last) joining on, or all there is.
public enum HistoryPolicy {
  JOINED,
  ALL
}
