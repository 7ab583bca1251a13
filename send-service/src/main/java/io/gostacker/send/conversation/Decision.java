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
  /// @param reply the answer, made from the state or draft right after they were applied, before
  ///   anything else is
  record Accepted(List<LogRecord> records, Function<ConversationState, Reply> reply)
      implements Decision {}

  /// Nothing happens: it was so already, or must not be.
  record Answered(Reply reply) implements Decision {}

  /// It cannot be decided yet: the state does not reach back to this seq. Look up the ordinal of
  /// the newest message that is not above it (0 when there is none) and decide the same command
  /// again with [DecisionContext#knowing]. Only [io.gostacker.common.transport.Command.Read] leads
  /// to it, and only for a seq so old that MySQL has it.
  record NeedsOrdinal(long seq) implements Decision {}
}
