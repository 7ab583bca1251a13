package io.gostacker.gateway.connection;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import io.gostacker.gateway.outbox.Outbox;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands of one connection that the send service has not answered yet.
///
/// They are submitted from the socket's event loop in the order in which the client said them, and
/// answered there. At the bound nothing more is read from the client until a quarter is answered.
final class Commands {
  private static final Logger log = LoggerFactory.getLogger(Commands.class);

  private final SendPort send;
  private final Outbox outbox;
  private final ReadGate gate;
  private final int max;
  private final Runnable onIdle;
  private int unanswered;

  /// @param onIdle called when the last unanswered command has been answered
  Commands(SendPort send, Outbox outbox, ReadGate gate, int max, Runnable onIdle) {
    this.send = send;
    this.outbox = outbox;
    this.gate = gate;
    this.max = max;
    this.onIdle = onIdle;
  }

  boolean isIdle() {
    return unanswered == 0;
  }

  /// Hands a command over; `onReply` is called once, on the socket's event loop, later.
  void submit(Command command, Consumer<Reply> onReply) {
    unanswered++;
    if (unanswered >= max) {
      gate.pause(ReadGate.Reason.UNANSWERED);
    }
    try {
      send.submit(command, reply -> outbox.later(() -> answered(reply, onReply)));
    } catch (Refusal refusal) {
      answeredLater(refusal.code(), refusal.detail(), onReply);
    } catch (RuntimeException e) {
      log.error("A command could not be handed over", e);
      answeredLater(ErrorCode.INTERNAL, ErrorCode.INTERNAL.title(), onReply);
    }
  }

  private void answeredLater(ErrorCode code, String message, Consumer<Reply> onReply) {
    outbox.later(() -> answered(new Reply.Refused(code, message), onReply));
  }

  private void answered(Reply reply, Consumer<Reply> onReply) {
    unanswered--;
    if (unanswered <= max - max / 4) {
      gate.resume(ReadGate.Reason.UNANSWERED);
    }
    onReply.accept(reply);
    if (unanswered == 0) {
      onIdle.run();
    }
  }
}
