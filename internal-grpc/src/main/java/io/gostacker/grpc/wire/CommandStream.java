package io.gostacker.grpc.wire;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The messages of the stream of commands. Each carries as many calls or answers as there were when
/// it was made.
public final class CommandStream {
  private static final int PING = 0;
  private static final int CALLS = 1;
  private static final int ANSWERS = 2;
  private static final int GOODBYE = 3;

  private CommandStream() {}

  /// A command, numbered by who calls.
  ///
  /// @param follows see [io.gostacker.common.transport.ReplyTo#follows]
  /// @param trace the step that it is part of; null when nobody takes it
  public record Call(long number, boolean follows, @Nullable String trace, Command command) {}

  /// The answer to the call of that number.
  public record Answer(long number, Reply reply) {}

  /// What a message is.
  public sealed interface Message {
    /// Sent by who calls, and back as it came.
    record Ping(long number) implements Message {}

    record Calls(List<Call> calls) implements Message {}

    record Answers(List<Answer> answers) implements Message {}

    /// The instance goes away: what it has is still answered, nothing new should come.
    record Goodbye() implements Message {}
  }

  public static byte[] ping(long number) {
    ByteWriter to = new ByteWriter(12);
    to.byteValue(PING);
    to.number(number);
    return to.toByteArray();
  }

  public static byte[] goodbye() {
    return new byte[] {GOODBYE};
  }

  public static byte[] calls(List<Call> calls) {
    ByteWriter to = new ByteWriter(32 + 256 * calls.size());
    to.byteValue(CALLS);
    ViewCodec.list(
        calls,
        to,
        (call, into) -> {
          into.number(call.number());
          into.byteValue(call.follows() ? 1 : 0);
          into.optionalText(call.trace());
          CommandCodec.write(call.command(), into);
        });
    return to.toByteArray();
  }

  public static byte[] answers(List<Answer> answers) {
    ByteWriter to = new ByteWriter(32 + 32 * answers.size());
    to.byteValue(ANSWERS);
    ViewCodec.list(
        answers,
        to,
        (answer, into) -> {
          into.number(answer.number());
          ReplyCodec.write(answer.reply(), into);
        });
    return to.toByteArray();
  }

  /// @throws IllegalArgumentException if the bytes are none that this version knows
  public static Message decode(byte[] bytes) {
    ByteReader from = new ByteReader(bytes, 0, bytes.length);
    int kind = from.byteValue();
    Message message =
        switch (kind) {
          case PING -> new Message.Ping(from.number());
          case CALLS ->
              new Message.Calls(
                  ViewCodec.list(
                      from,
                      each ->
                          new Call(
                              each.number(),
                              each.byteValue() != 0,
                              each.optionalText(),
                              CommandCodec.read(each))));
          case ANSWERS ->
              new Message.Answers(
                  ViewCodec.list(from, each -> new Answer(each.number(), ReplyCodec.read(each))));
          case GOODBYE -> new Message.Goodbye();
          default -> throw new IllegalArgumentException("unknown message " + kind);
        };
    from.requireEnd();
    return message;
  }
}
