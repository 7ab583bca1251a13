package io.gostacker.send.conversation;

import io.gostacker.common.record.LogRecord;
import io.gostacker.common.transport.Reply;
import java.util.List;
import java.util.function.Function;

/// What a command leads to.
public sealed interface Decision {

  /// Something happens.
  ///
  /// @param records to be appended and applied together, at least one
  /// @param reply the answer, made from the state after they were applied
  record Accepted(List<LogRecord> records, Function<ConversationState, Reply> reply)
      implements Decision {}

  /// Nothing happens: it was so already, or must not be.
  record Answered(Reply reply) implements Decision {}
}
