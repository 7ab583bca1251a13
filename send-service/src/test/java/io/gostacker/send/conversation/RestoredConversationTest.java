package io.gostacker.send.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import io.gostacker.common.transport.Command;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// A state that was dropped and loaded again goes on as if nothing had been.
class RestoredConversationTest {

  @Property(tries = 800)
  void restoredFromItsTablesAndTheRestOfTheLogItIsTheSame(
      @ForAll(supplier = History.Any.class) History history,
      @ForAll @IntRange(min = 1, max = 100) int flushed) {
    Run run = Run.of(history);
    ConversationState restored = restored(run, flushed, Integer.MAX_VALUE);
    assertThat(Snapshot.of(restored)).isEqualTo(Snapshot.of(run.state));
  }

  @Property(tries = 800)
  void withAWindowOfItsMessagesItRemembersThatFarAndIsTheSameOtherwise(
      @ForAll(supplier = History.Any.class) History history,
      @ForAll @IntRange(min = 1, max = 100) int flushed,
      @ForAll @IntRange(min = 0, max = 20) int window) {
    Run run = Run.of(history);
    ConversationState restored = restored(run, flushed, window);

    assertThat(Snapshot.withoutMemory(restored)).isEqualTo(Snapshot.withoutMemory(run.state));
    List<MessageAppended> messages = messages(run.log);
    List<MessageAppended> covered =
        messages.subList(Math.max(0, messages.size() - window), messages.size());
    for (MessageAppended message : messages) {
      var found = restored.recent().find(message.senderId(), message.clientMessageId());
      var original = run.state.recent().find(message.senderId(), message.clientMessageId());
      boolean notice = message.system() && message.clientMessageId().matches("system-[0-9]+");
      if (found != null || (covered.contains(message) && !notice)) {
        assertThat(found).isEqualTo(original);
      }
      long ordinal = restored.ordinalAt(message.seq());
      if (ordinal != OrdinalIndex.UNKNOWN || covered.contains(message)) {
        assertThat(ordinal).isEqualTo(message.ordinal());
      }
    }
  }

  @Property(tries = 800)
  void aReadBelowTheWindowIsDecidedWithTheOrdinalLookedUp(
      @ForAll(supplier = History.Any.class) History history,
      @ForAll @IntRange(min = 0, max = 3) int window,
      @ForAll @IntRange(min = 1, max = 30) int back) {
    Run run = Run.of(history);
    Assume.that(run.state.memberCount() > 0);
    long reader = run.state.memberIds()[run.state.memberCount() - 1];
    Tables tables = flushed(run, run.log.size());
    ConversationState restored = Run.empty();
    restored.restore(tables.load(window));
    Command read = new Command.Read(Run.ID, reader, "d", run.state.lastSeq() - back);

    Decision decision = restored.decide(read, run.context());
    if (decision instanceof Decision.NeedsOrdinal(long seq)) {
      decision = restored.decide(read, run.context().knowing(seq, tables.ordinalAt(seq)));
    }

    switch (run.state.decide(read, run.context())) {
      case Decision.Accepted expected -> {
        ReadMoved moved = (ReadMoved) expected.records().getFirst();
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        assertThat(((Decision.Accepted) decision).records()).containsExactly(moved);
      }
      case Decision.Answered expected -> assertThat(decision).isEqualTo(expected);
      case Decision.NeedsOrdinal needed -> throw new AssertionError("this state reaches back");
    }
  }

  @Property(tries = 800)
  void keptAsBytesAndReadBackWithTheRestOfTheLogItIsTheSame(
      @ForAll(supplier = History.Any.class) History history,
      @ForAll @IntRange(min = 1, max = 100) int kept) {
    Run run = Run.of(history);
    int cut = Math.min(kept, run.log.size());
    ConversationState early = Run.empty();
    apply(run.log.subList(0, cut), early);
    ConversationState readBack = Run.empty();
    StateCodec.decode(StateCodec.encode(early), readBack);
    apply(run.log.subList(cut, run.log.size()), readBack);
    assertThat(Snapshot.of(readBack)).isEqualTo(Snapshot.of(run.state));
    assertThat(StateCodec.encode(readBack).length).isEqualTo(StateCodec.encode(run.state).length);
  }

  @Property(tries = 300)
  void bytesThatWereCutAreRefused(
      @ForAll(supplier = History.Any.class) History history, @ForAll Random random) {
    byte[] bytes = StateCodec.encode(Run.of(history).state);
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    assertThatThrownBy(() -> StateCodec.decode(cut, Run.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void apply(List<Run.Logged> log, ConversationState to) {
    log.forEach(logged -> to.apply(logged.logRecord(), logged.epoch()));
  }

  private static ConversationState restored(Run run, int flushed, int window) {
    int cut = Math.min(flushed, run.log.size());
    ConversationState state = Run.empty();
    state.restore(flushed(run, cut).load(window));
    apply(run.log.subList(cut, run.log.size()), state);
    return state;
  }

  private static Tables flushed(Run run, int count) {
    Tables tables = new Tables();
    run.log.subList(0, count).forEach(logged -> tables.flush(logged.logRecord(), logged.epoch()));
    return tables;
  }

  private static List<MessageAppended> messages(List<Run.Logged> log) {
    return log.stream().flatMap(logged -> Stream.ofNullable(logged.logRecord().message())).toList();
  }
}
