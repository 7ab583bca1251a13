package io.gostacker.send.shard;

import io.gostacker.send.conversation.ConversationState;

/// Who waits for a conversation's state. Called once, on the shard's loop: hand over and return.
interface StateUser {

  /// The state as of the shard's applied position; not to be kept.
  void use(ConversationState state);

  /// The state cannot be had now.
  void failed(Throwable cause);
}
