package io.gostacker.grpc.link;

import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.grpc.wire.CommandStream.Call;

/// A command that has not been answered.
final class Pending {
  private static final int MAX_ATTEMPTS = 4;

  private final Call call;
  private final ReplyTo replyTo;
  private final long since = System.nanoTime();
  private int attempts;

  /// Part of the step that the calling thread is in.
  Pending(long number, Command command, ReplyTo replyTo) {
    this.call = new Call(number, Traces.current(), command);
    this.replyTo = replyTo;
  }

  Call call() {
    return call;
  }

  ReplyTo replyTo() {
    return replyTo;
  }

  /// When it was submitted, by [System#nanoTime].
  long since() {
    return since;
  }

  /// Counts that it is handed to an instance.
  void attempt() {
    attempts++;
  }

  /// What may be said of it after this answer. An instance that had a message before may decide on
  /// it yet, when who was refused may send again: so a refusal by a later instance leaves the
  /// outcome open, and does not end it.
  Reply outcome(Reply answer) {
    return attempts > 1
            && call.command() instanceof Command.SendMessage
            && answer instanceof Reply.Refused
        ? Lanes.UNAVAILABLE
        : answer;
  }

  /// Whether it may be handed to another instance though one may have executed it: a message is
  /// known by its client id, a creation by its conversation, a position only moves forward. With
  /// others a repetition would say something else than the first time, so who asked is told that
  /// the outcome is open.
  boolean isRepeatable() {
    return attempts < MAX_ATTEMPTS
        && switch (call.command()) {
          case Command.SendMessage _,
              Command.Create _,
              Command.Read _,
              Command.Delivered _,
              Command.Typing _ ->
              true;
          case Command.Ban _,
              Command.Block _,
              Command.AddMembers _,
              Command.Join _,
              Command.RemoveMember _,
              Command.ChangeConversation _,
              Command.ChangeMember _,
              Command.Disband _ ->
              false;
        };
  }
}
