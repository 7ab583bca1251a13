package io.gostacker.send.shard;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.trace.Step;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.send.conversation.DecisionContext;
import io.gostacker.send.conversation.DecisionContext.KnownOrdinal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command on its way to a decision. Answered once, by whoever comes first: its decision or its
/// deadline. Used by its shard's loop only.
final class Waiting {
  static final Reply UNAVAILABLE =
      new Reply.Refused(
          ErrorCode.UNAVAILABLE, "The message store does not answer; repeat with the same id");
  static final Reply OVERLOADED =
      new Reply.Refused(ErrorCode.OVERLOADED, "Too much is waiting; repeat with the same id");

  static final Reply FAILED =
      new Reply.Refused(ErrorCode.INTERNAL, "Something is wrong with the server");
  private static final Logger log = LoggerFactory.getLogger(Waiting.class);

  private final Command command;
  private final ReplyTo replyTo;
  private final long deadline;
  private final Step step;
  private final GivenUp givenUp;
  private boolean answered;
  private @Nullable KnownOrdinal known;

  /// @param deadline by [System#nanoTime]
  /// @param step that takes as long as it waits; ended here
  /// @param givenUp told when it is answered without a decision
  Waiting(Command command, ReplyTo replyTo, long deadline, Step step, GivenUp givenUp) {
    this.command = command;
    this.replyTo = replyTo;
    this.deadline = deadline;
    this.step = step;
    this.givenUp = givenUp;
  }

  /// Remembers what was looked up for this command's decision.
  void know(long seq, long ordinal) {
    known = new KnownOrdinal(seq, ordinal);
  }

  /// The context with what was looked up for this command.
  DecisionContext known(DecisionContext context) {
    KnownOrdinal looked = known;
    return looked == null ? context : context.knowing(looked.seq(), looked.ordinal());
  }

  Command command() {
    return command;
  }

  /// What follows from it names this; null when nobody takes it.
  @Nullable String trace() {
    return step.parent();
  }

  void answer(Reply reply) {
    if (!answered) {
      answered = true;
      step.end();
      if (reply == UNAVAILABLE || reply == OVERLOADED || reply == FAILED) {
        givenUp.note(command, System.nanoTime());
      }
      try {
        replyTo.reply(reply);
      } catch (RuntimeException e) { // no reason to leave the others of the batch unanswered
        log.error("An answer could not be handed over", e);
      }
    }
  }

  /// Gives it up when what was sent before it was given up.
  ///
  /// @return whether it is answered by now
  boolean giveUp(long now) {
    if (!answered && givenUp.covers(command, replyTo.follows(), now)) {
      answer(UNAVAILABLE);
    }
    return answered;
  }

  /// Answers `unavailable` when the deadline is over. What was under way for it goes on: the
  /// outcome is open.
  ///
  /// @return whether it is answered by now
  boolean expire(long now) {
    if (!answered && now - deadline >= 0) {
      answer(UNAVAILABLE);
    }
    return answered;
  }
}
