package io.gostacker.grpc.link;

import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.grpc.wire.CommandStream.Call;
import org.jspecify.annotations.Nullable;

/// A command that has not been answered.
final class Pending {
  private static final int MAX_ATTEMPTS = 4;

  private final long number;
  private final @Nullable String trace = Traces.current();
  private final Command command;
  private final ReplyTo replyTo;
  private final long since = System.nanoTime();
  private int attempts;

  /// Part of the step that the calling thread is in.
  Pending(long number, Command command, ReplyTo replyTo) {
    this.number = number;
    this.command = command;
    this.replyTo = replyTo;
  }

  long number() {
    return number;
  }

  /// What an instance is told.
  Call call(boolean follows) {
    return new Call(number, follows, trace, command);
  }

  /// What must be decided in the order in which it was submitted: the messages of one device in one
  /// conversation; null for what stands by itself.
  @Nullable Row row() {
    return command instanceof Command.SendMessage message
        ? new Row(message.conversationId(), message.senderId(), message.deviceId())
        : null;
  }

  /// See [#row].
  record Row(long conversationId, long userId, String deviceId) {}

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
    return attempts > 1 && command instanceof Command.SendMessage && answer instanceof Reply.Refused
        ? Lanes.UNAVAILABLE
        : answer;
  }

  /// Whether it may be handed to another instance though one may have executed it: a message is
  /// known by its client id, a creation by its conversation, a position only moves forward. With
  /// others a repetition would say something else than the first time, so who asked is told that
  /// the outcome is open.
  boolean isRepeatable() {
    return attempts < MAX_ATTEMPTS
        && switch (command) {
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
