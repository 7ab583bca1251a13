package io.gostacker.common.transport;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.error.ErrorCode;

/// The answer to a [Command]. Given once, after what it reports is durable.
public sealed interface Reply {

  /// The message stands at `seq`.
  ///
  /// @param sentAt epoch milliseconds
  /// @param repeated whether an earlier command with the same client id had put it there
  record Sent(long conversationId, long seq, long sentAt, boolean repeated) implements Reply {}

  /// The conversation as the actor sees it.
  ///
  /// @param existed whether a [Command.Create] found it, or a [Command.Join] found the member,
  ///   there already
  record Conversation(ConversationView view, boolean existed) implements Reply {}

  /// Who became a member.
  ///
  /// @param added users who were not members before
  /// @param already users who were
  /// @param banned users who are kept out
  record MembersAdded(long[] added, long[] already, long[] banned) implements Reply {}

  /// It is done, or was so already.
  record Done() implements Reply {}

  /// Nothing was done. With `UNAVAILABLE`, `OVERLOADED` and `INTERNAL` the outcome is open: repeat
  /// with the same client id.
  record Refused(ErrorCode code, String message) implements Reply {}
}
