package io.gostacker.gateway.measure;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.metrics.Latency;
import io.gostacker.common.trace.Step;
import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The send service with a clock at its door: `gostacker.gateway.commands` from a command's
/// hand-over to its answer, `gostacker.gateway.reads` likewise, each by what was asked and what
/// came of it. A command is also the first step of a trace.
public final class MeasuredSend implements SendPort {
  private static final String DONE = "done";

  private record Asked(String what, String outcome) {}

  private final SendPort send;
  private final BiConsumer<Command, ReplyTo> door;
  private final MeterRegistry meters;
  private final Traces traces;
  private final Map<Asked, Timer> commands = new ConcurrentHashMap<>();
  private final Map<Asked, Timer> reads = new ConcurrentHashMap<>();

  /// @param door where commands are handed over; questions go to `send`
  public MeasuredSend(
      SendPort send, BiConsumer<Command, ReplyTo> door, MeterRegistry meters, Traces traces) {
    this.send = send;
    this.door = door;
    this.meters = meters;
    this.traces = traces;
  }

  @Override
  public void submit(Command command, ReplyTo replyTo) {
    long start = System.nanoTime();
    Step step = traces.begin("gateway " + name(command));
    ReplyTo measured =
        reply -> {
          Asked asked = new Asked(name(command), outcome(reply));
          commands.computeIfAbsent(asked, this::command).record(since(start), TimeUnit.NANOSECONDS);
          step.tag("outcome", asked.outcome()).end();
          replyTo.reply(reply);
        };
    step.run(() -> door.accept(command, measured));
  }

  private static long since(long start) {
    return System.nanoTime() - start;
  }

  private static String name(Command command) {
    return switch (command) {
      case Command.SendMessage _ -> "send";
      case Command.Read _ -> "read";
      case Command.Delivered _ -> "delivered";
      case Command.Typing _ -> "typing";
      default -> "change";
    };
  }

  private static String outcome(Reply reply) {
    return switch (reply) {
      case Reply.Refused refused -> name(refused.code());
      case Reply.Sent sent when sent.repeated() -> "repeated";
      default -> DONE;
    };
  }

  private static String name(ErrorCode code) {
    return code.name().toLowerCase(Locale.ROOT);
  }

  private Timer command(Asked asked) {
    return Latency.timer("gostacker.gateway.commands", "From a command to its answer")
        .tag("command", asked.what())
        .tag("outcome", asked.outcome())
        .register(meters);
  }

  private Timer read(Asked asked) {
    return Latency.timer("gostacker.gateway.reads", "From a question to its answer")
        .tag("read", asked.what())
        .tag("outcome", asked.outcome())
        .register(meters);
  }

  private <T> T measured(String what, Supplier<T> question) {
    long start = System.nanoTime();
    String outcome = "internal";
    try {
      T answer = question.get();
      outcome = DONE;
      return answer;
    } catch (Refusal refusal) {
      outcome = name(refusal.code());
      throw refusal;
    } finally {
      reads
          .computeIfAbsent(new Asked(what, outcome), this::read)
          .record(since(start), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public MessagePage history(HistoryQuery query) {
    return measured("history", () -> send.history(query));
  }

  @Override
  public SyncPage sync(SyncQuery query) {
    return measured("sync", () -> send.sync(query));
  }

  @Override
  public ConversationView conversation(long userId, long conversationId) {
    return measured("conversation", () -> send.conversation(userId, conversationId));
  }

  @Override
  public ConversationPage conversations(long userId, int limit, @Nullable String cursor) {
    return measured("conversations", () -> send.conversations(userId, limit, cursor));
  }

  @Override
  public MemberPage members(long userId, long conversationId, int limit, long afterUserId) {
    return measured("members", () -> send.members(userId, conversationId, limit, afterUserId));
  }

  @Override
  public BanPage bans(long userId, long conversationId, int limit, long afterUserId) {
    return measured("bans", () -> send.bans(userId, conversationId, limit, afterUserId));
  }
}
