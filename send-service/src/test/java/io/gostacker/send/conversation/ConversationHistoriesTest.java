package io.gostacker.send.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Random histories of one conversation.
class ConversationHistoriesTest {

  @Property(tries = 1500)
  void everythingHappensAsTheContractSays(@ForAll(supplier = History.Any.class) History history) {
    Run run = new Run(history);
    run.create();
    Model model = new Model(history, run.epoch);
    assertEqual(run.state, model, run.now);
    for (Step step : history.steps()) {
      model.now = run.now;
      model.epoch = run.epoch;
      ErrorCode expected = model.play(step);
      Reply reply = run.play(step);
      assertThat(reply instanceof Reply.Refused refused ? refused.code() : null)
          .describedAs("%s", step)
          .isEqualTo(expected);
      if (step instanceof Step.Send send && reply instanceof Reply.Sent sent) {
        String key = send.user() + "/" + Run.clientId(send.id());
        assertThat(sent.seq()).isEqualTo(model.answered.get(key));
      }
      assertEqual(run.state, model, run.now);
    }
    assertMessagesEqual(run, model);
  }

  private static void assertEqual(ConversationState state, Model model, long now) {
    assertThat(state.memberIds()).containsExactly(model.members.keySet().toArray(Long[]::new));
    assertThat(state.lastSeq()).isEqualTo(model.lastSeq);
    List<Long> owners = new ArrayList<>();
    model.members.forEach((user, expected) -> {
      MemberView member = state.member(user);
      assertThat(member.role()).isEqualTo(expected.role);
      assertThat(Objects.requireNonNullElse(member.nickname(), "")).isEqualTo(expected.nickname);
      assertThat(member.mutedUntil() > now ? member.mutedUntil() : 0)
          .isEqualTo(expected.mutedUntil > now ? expected.mutedUntil : 0);
      ConversationView view = state.view(user);
      assertThat(view.name()).isEqualTo(model.name);
      assertThat(view.joinPolicy()).isEqualTo(model.joinPolicy);
      assertThat(view.readSeq()).isEqualTo(expected.readSeq);
      assertThat(view.unread()).describedAs("unread of %s", user).isEqualTo(model.unread(user));
      assertThat(state.visibleFrom(user)).isEqualTo(model.visibleFrom(user));
      if (member.role() == Role.OWNER) {
        owners.add(user);
        assertThat(view.ownerId()).isEqualTo(user);
      }
    });
    assertThat(owners).hasSize(model.type == ConversationType.DIRECT || model.disbanded() ? 0 : 1);
  }

  private static void assertMessagesEqual(Run run, Model model) {
    List<MessageAppended> messages = messages(run);
    assertThat(messages)
        .extracting(MessageAppended::seq)
        .isEqualTo(model.messages.stream().map(Model.Message::seq).toList());
    for (int i = 0; i < messages.size(); i++) {
      MessageAppended message = messages.get(i);
      Model.Message expected = model.messages.get(i);
      assertThat(message.system()).isEqualTo(expected.system());
      assertThat(message.senderId()).isEqualTo(expected.sender());
      if (expected.event() != null) {
        assertThat(new String(message.content(), StandardCharsets.UTF_8))
            .startsWith(
                "{\"type\":\"system\",\"event\":\"%s\",\"by\":\"%s\""
                    .formatted(expected.event(), expected.sender()));
      }
    }
  }

  @Property(tries = 500)
  void seqsRiseByOneInAnEpochAndByAMillionMoreForEachThatPassed(
      @ForAll(supplier = History.Any.class) History history) {
    Run run = Run.of(history);
    long before = 0;
    int epoch = 1;
    for (Run.Logged logged : run.log) {
      MessageAppended message = logged.logRecord().message();
      if (message != null) {
        assertThat(message.seq()).isEqualTo(before + 1 + 1_000_000L * (logged.epoch() - epoch));
        before = message.seq();
        epoch = logged.epoch();
      }
    }
  }

  @Property(tries = 500)
  void applyingTheLogAgainGivesTheSameState(@ForAll(supplier = History.Any.class) History history) {
    Run run = Run.of(history);
    ConversationState replayed = Run.empty();
    run.log.forEach(logged -> replayed.apply(logged.logRecord(), logged.epoch()));
    assertThat(Snapshot.of(replayed)).isEqualTo(Snapshot.of(run.state));
  }

  @Property(tries = 300)
  void decidingChangesNothing(@ForAll(supplier = History.Any.class) History history) {
    Run run = new Run(history);
    run.create();
    for (Step step : history.steps()) {
      String before = Snapshot.of(run.state);
      Command command = run.command(step);
      if (command != null) {
        Decision first = run.state.decide(command, run.context());
        assertThat(run.state.decide(command, run.context())).hasSameClassAs(first);
      }
      assertThat(Snapshot.of(run.state)).isEqualTo(before);
      run.play(step);
    }
  }

  @Property(tries = 500)
  void aBatchDecidedOnADraftIsWhatOneByOneWouldBe(
      @ForAll(supplier = History.Any.class) History history,
      @ForAll @IntRange(min = 1, max = 30) int batchSize) {
    Run run = new Run(history);
    run.create();
    for (int from = 0; from < history.steps().size(); from += batchSize) {
      int to = Math.min(history.steps().size(), from + batchSize);
      String before = Snapshot.of(run.state);
      Run drafted = new Run(history);
      drafted.state = run.state.fork();
      drafted.now = run.now;
      drafted.epoch = run.epoch;
      assertThat(Snapshot.of(drafted.state)).isEqualTo(before);
      history.steps().subList(from, to).forEach(drafted::play);
      assertThat(Snapshot.of(run.state)).describedAs("the original").isEqualTo(before);

      int logged = run.log.size();
      history.steps().subList(from, to).forEach(run::play);
      assertThat(Snapshot.of(drafted.state)).isEqualTo(Snapshot.of(run.state));
      assertThat(records(drafted.log)).isEqualTo(records(run.log.subList(logged, run.log.size())));
    }
  }

  private static List<MessageAppended> messages(Run run) {
    return run.log.stream()
        .map(logged -> logged.logRecord().message())
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<String> records(List<Run.Logged> log) {
    return log.stream().map(Run.Logged::logRecord).map(ConversationHistoriesTest::text).toList();
  }

  private static String text(LogRecord logRecord) {
    return logRecord.toString().replaceAll("\\[[BJ]@[0-9a-f]+", "[]");
  }
}
