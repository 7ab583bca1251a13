package io.gostacker.gateway.connection;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.limit.SendLimits;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.gateway.frame.ClientFrame;
import io.gostacker.gateway.frame.ServerFrames;
import io.gostacker.gateway.outbox.Outbox;
import io.gostacker.gateway.session.DeviceSession;
import org.jspecify.annotations.Nullable;

/// What an authenticated client asks, and its answers. Used on the socket's event loop.
final class LiveSession {
  private final DeviceSession session;
  private final Outbox outbox;
  private final SendLimits limits;
  private final Commands commands;
  private final PositionUpdates positions;
  private final TypingThrottle typing = new TypingThrottle(System::nanoTime);
  private final Syncs syncs;

  /// @param onIdle called whenever the last answer owed has been given
  LiveSession(
      DeviceSession session,
      Backend backend,
      ReadGate gate,
      ConnectionSettings settings,
      Runnable onIdle) {
    this.session = session;
    this.outbox = session.outbox();
    this.limits = backend.limits();
    this.commands = new Commands(backend.send(), outbox, gate, settings.maxUnanswered(), onIdle);
    this.positions = new PositionUpdates(outbox.loop(), System::nanoTime, this::forward);
    this.syncs = new Syncs(backend, outbox, onIdle);
  }

  DeviceSession session() {
    return session;
  }

  /// Whether no answer is owed.
  boolean isIdle() {
    return commands.isIdle() && syncs.isIdle();
  }

  void send(ClientFrame.Send send) {
    long wait = limits.take(session.userId(), session.deviceId());
    if (wait > 0) {
      outbox.answer(ServerFrames.rateLimited(send, wait));
      return;
    }
    Command command =
        new Command.SendMessage(
            send.conversationId(),
            session.userId(),
            session.deviceId(),
            send.clientMessageId(),
            send.content(),
            false);
    commands.submit(command, reply -> answer(send, reply));
  }

  void position(ClientFrame.Position position) {
    positions.update(position);
  }

  void typing(ClientFrame.Typing frame) {
    if (typing.admits(frame.conversationId())) {
      Command command =
          new Command.Typing(frame.conversationId(), session.userId(), session.deviceId());
      commands.submit(command, reply -> refusal(frame.ref(), null, reply));
    }
  }

  void sync(ClientFrame.Sync sync) {
    syncs.ask(session.userId(), sync);
  }

  /// The socket has become writable.
  void writable() {
    syncs.startNext();
  }

  /// Forwards positions that wait to be merged: the connection ends.
  void flush() {
    positions.flush();
  }

  private void forward(ClientFrame.Position position) {
    long conversationId = position.conversationId();
    Command command =
        switch (position.kind()) {
          case DELIVERED ->
              new Command.Delivered(
                  conversationId, session.userId(), session.deviceId(), position.seq());
          case READ ->
              new Command.Read(
                  conversationId, session.userId(), session.deviceId(), position.seq());
        };
    commands.submit(command, reply -> refusal(position.ref(), null, reply));
  }

  private void answer(ClientFrame.Send send, Reply reply) {
    if (reply instanceof Reply.Sent sent) {
      outbox.answer(ServerFrames.sent(send, sent.seq(), sent.sentAt()));
    } else {
      refusal(send.ref(), send.clientMessageId(), reply);
    }
  }

  /// Says what was refused; what was done needs no answer.
  private void refusal(@Nullable String ref, @Nullable String clientMessageId, Reply reply) {
    switch (reply) {
      case Reply.Refused(ErrorCode code, String message) ->
          outbox.answer(ServerFrames.error(ref, clientMessageId, code, message));
      case Reply.Sent _, Reply.Conversation _, Reply.MembersAdded _, Reply.Done _ -> {}
    }
  }
}
