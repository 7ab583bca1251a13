package io.gostacker.grpc.endpoint;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort;
import io.gostacker.grpc.stream.Outlet;
import io.gostacker.grpc.wire.CommandStream;
import io.gostacker.grpc.wire.CommandStream.Answer;
import io.gostacker.grpc.wire.CommandStream.Call;
import io.gostacker.grpc.wire.CommandStream.Message;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One caller's commands, submitted in the order in which they come.
final class CommandCalls extends CallerStream {
  private static final Logger log = LoggerFactory.getLogger(CommandCalls.class);

  /// Answers that may wait; a caller that reads so few is cut off, and asks again elsewhere.
  private static final int MAX_WAITING = 200_000;

  private static final int ANSWER_BYTES = 64;

  private final SendPort send;
  private final Outlet<Answer> outlet;

  CommandCalls(
      SendPort send,
      ServerCallStreamObserver<byte[]> back,
      Executor thread,
      Consumer<CallerStream> onOver) {
    super(back, thread, onOver);
    this.send = send;
    this.outlet =
        new Outlet<>(
            back,
            thread,
            new Outlet.Form<>(CommandStream::answers, CommandCalls::weight),
            MAX_WAITING);
    back.setOnReadyHandler(outlet::ready);
  }

  private static int weight(Answer answer) {
    return answer.reply() instanceof Reply.MembersAdded added
        ? ANSWER_BYTES + (added.added().length + added.already().length) * Long.BYTES
        : ANSWER_BYTES;
  }

  @Override
  void take(byte[] message) {
    switch (CommandStream.decode(message)) {
      case Message.Ping ping -> outlet.send(message);
      case Message.Calls calls -> calls.calls().forEach(this::submit);
      case Message.Answers _, Message.Goodbye _ ->
          throw new IllegalArgumentException("answers from a caller");
    }
  }

  private void submit(Call call) {
    try {
      Traces.within(call.trace(), () -> send.submit(call.command(), new Back(call)));
    } catch (Refusal refusal) {
      answer(call.number(), new Reply.Refused(refusal.code(), refusal.detail()));
    } catch (RuntimeException e) {
      log.error("A command could not be handed over", e);
      answer(call.number(), new Reply.Refused(ErrorCode.INTERNAL, ErrorCode.INTERNAL.title()));
    }
  }

  private final class Back implements ReplyTo {
    private final long number;
    private final boolean follows;

    Back(Call call) {
      this.number = call.number();
      this.follows = call.follows();
    }

    @Override
    public void reply(Reply reply) {
      answer(number, reply);
    }

    @Override
    public boolean follows() {
      return follows;
    }
  }

  private void answer(long number, Reply reply) {
    if (!outlet.offer(new Answer(number, reply))) {
      end();
    }
  }

  @Override
  void sayGoodbye() {
    outlet.send(CommandStream.goodbye());
  }

  @Override
  void closed() {
    outlet.close();
  }
}
