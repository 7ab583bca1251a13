package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.record.Batch;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plays a history against a state: decides each step and applies what was decided.
final class Run {
  static final long ID = 4711;
  static final byte[] CONTENT =
      "{\"type\":\"text\",\"text\":\"hi\"}".getBytes(StandardCharsets.UTF_8);

  private final History history;
  ConversationState state = empty();
  final List<Logged> log = new ArrayList<>();
  private static final long START = 1_800_000_000_000L;

  /// After the end of every history.
  static final long AFTER = START + 1_000_000;

  long now = START;
  int epoch = 1;

  Run(History history) {
    this.history = history;
  }

  static ConversationState empty() {
    return new ConversationState(ID, 10_000, 86_400_000);
  }

  /// Plays everything.
  static Run of(History history) {
    Run run = new Run(history);
    run.create();
    history.steps().forEach(run::play);
    return run;
  }

  Reply create() {
    return execute(creation(1));
  }

  /// Does one step; null when it only lets time pass.
  @Nullable Reply play(Step step) {
    Command command = command(step);
    return command == null ? null : execute(command);
  }

  Reply execute(Command command) {
    return switch (state.decide(command, context())) {
      case Decision.Accepted accepted -> {
        accepted.records().forEach(this::append);
        yield accepted.reply().apply(state);
      }
      case Decision.Answered answered -> answered.reply();
      case Decision.NeedsOrdinal needed -> throw new AssertionError("this state reaches back");
    };
  }

  DecisionContext context() {
    return new DecisionContext(now, epoch, History.ROOM, History.ROOM + 1);
  }

  private void append(LogRecord logRecord) {
    byte[] bytes = BatchCodec.encode(new Batch(epoch, List.of(logRecord)));
    LogRecord read = BatchCodec.decode(bytes).records().getFirst();
    log.add(new Logged(read, epoch));
    state.apply(read, epoch);
  }

  @Nullable Command command(Step step) {
    return switch (step) {
      case Step.Send s ->
          new Command.SendMessage(ID, s.user(), "d", clientId(s.id()), CONTENT, s.system());
      case Step.Read s -> new Command.Read(ID, s.user(), "d", state.lastSeq() - s.back());
      case Step.Delivered s -> new Command.Delivered(ID, s.user(), "d", state.lastSeq() - s.back());
      case Step.Add s ->
          new Command.AddMembers(
              ID, s.actor(), s.users().stream().mapToLong(Long::longValue).toArray());
      case Step.Join s -> new Command.Join(ID, s.user(), s.approved());
      case Step.Remove s -> new Command.RemoveMember(ID, s.actor(), s.user());
      case Step.Ban s ->
          new Command.Ban(ID, s.actor(), s.user(), s.millis() == 0 ? 0 : now + s.millis());
      case Step.Block s -> new Command.Block(ID, s.user(), s.blocked());
      case Step.Change s ->
          new Command.ChangeConversation(ID, s.actor(), s.name(), s.policy(), null);
      case Step.ChangeMember s ->
          new Command.ChangeMember(
              ID, s.actor(), s.user(), s.role(), s.nickname(), until(s.muteMillis()));
      case Step.CreateAgain s -> creation(s.user());
      case Step.Disband s -> new Command.Disband(ID, s.actor());
      case Step.TimePasses s -> {
        now += s.millis();
        yield null;
      }
      case Step.EpochPasses s -> {
        epoch++;
        yield null;
      }
    };
  }

  @Nullable Long until(@Nullable Integer muteMillis) {
    return muteMillis == null ? null : muteMillis == 0 ? Long.valueOf(0) : now + muteMillis;
  }

  /// Some ids look like those of notices.
  static String clientId(int id) {
    return switch (id % 4) {
      case 0 -> "system-" + id;
      case 1 -> "system-x" + id;
      default -> "c-" + id;
    };
  }

  private Command creation(long creator) {
    boolean direct = history.type() == ConversationType.DIRECT;
    return new Command.Create(
        ID,
        history.type(),
        direct ? null : "one",
        creator,
        history.members(),
        history.joinPolicy(),
        history.policy(),
        null);
  }

  /// A record as it stands in the log.
  record Logged(LogRecord logRecord, int epoch) {}
}
