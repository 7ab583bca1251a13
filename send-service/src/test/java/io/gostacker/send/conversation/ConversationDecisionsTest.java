package io.gostacker.send.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConversationDecisionsTest {
  private static final long ALICE = 1;
  private static final long BOB = 2;
  private static final long CAROL = 3;

  private final History plan =
      new History(ConversationType.GROUP, HistoryPolicy.JOINED, JoinPolicy.INVITE, List.of());
  private final Run run = new Run(plan);

  @Test
  void aDirectConversationExistsForBothWhoeverCreatedIt() {
    assertThat(run.execute(direct(ALICE, false))).extracting("existed").isEqualTo(false);
    assertThat(run.execute(direct(ALICE, true))).extracting("existed").isEqualTo(true);
    assertThat(run.execute(direct(BOB, true))).extracting("existed").isEqualTo(true);
    assertThat(run.log).hasSize(1);
  }

  @Test
  void aDirectConversationBeginsWithTheFirstTextAndCanNeitherBeLeftNorChanged() {
    run.execute(direct(ALICE, false));
    assertThat(run.execute(text(BOB, "b1")).toString()).contains("seq=1,");
    for (Command command :
        List.of(
            new Command.RemoveMember(Run.ID, ALICE, ALICE),
            new Command.RemoveMember(Run.ID, ALICE, BOB),
            new Command.AddMembers(Run.ID, ALICE, new long[] {CAROL}),
            new Command.ChangeConversation(Run.ID, ALICE, "x", null, null),
            new Command.ChangeMember(Run.ID, ALICE, BOB, Role.OWNER, null, null),
            new Command.Disband(Run.ID, ALICE))) {
      assertRefused(run.execute(command), ErrorCode.FORBIDDEN);
    }
    assertRefused(run.execute(new Command.Join(Run.ID, CAROL, true)), ErrorCode.NOT_MEMBER);
  }

  @Test
  void whoeverAsksIsToldThatOnlyTheApprovalIsMissing() {
    run.execute(group(JoinPolicy.APPROVAL));
    assertRefused(run.execute(new Command.Join(Run.ID, CAROL, false)), ErrorCode.FORBIDDEN);
    assertThat(run.execute(new Command.Join(Run.ID, CAROL, true)))
        .extracting("existed")
        .isEqualTo(false);
    assertThat(run.execute(new Command.Join(Run.ID, CAROL, false)))
        .extracting("existed")
        .isEqualTo(true);
  }

  @Test
  void anInvitationOnlyGroupIsAsIfItWereNotThere() {
    run.execute(group(JoinPolicy.INVITE));
    assertRefused(run.execute(new Command.Join(Run.ID, CAROL, false)), ErrorCode.NOT_MEMBER);
  }

  @Test
  void aCreatorWhoHasLeftGetsAConflictForARepeatedCreate() {
    run.create();
    run.execute(new Command.RemoveMember(Run.ID, ALICE, ALICE));
    assertRefused(run.create(), ErrorCode.CONFLICT);
  }

  @Test
  void aRepeatGetsTheFirstAnswerEvenAfterTheRemovalOfItsSender() {
    run.create();
    Reply.Sent first = (Reply.Sent) run.execute(text(BOB, "b1"));
    run.execute(new Command.RemoveMember(Run.ID, ALICE, BOB));
    assertThat(run.execute(text(BOB, "b1")))
        .isEqualTo(new Reply.Sent(Run.ID, first.seq(), first.sentAt(), true));
    assertRefused(run.execute(text(BOB, "b2")), ErrorCode.NOT_MEMBER);
  }

  @Test
  void whoRejoinsSeesAndCountsOnlyWhatComesAfter() {
    run.create();
    run.execute(text(ALICE, "a1"));
    run.execute(new Command.RemoveMember(Run.ID, BOB, BOB));
    run.execute(text(ALICE, "a2"));
    run.execute(new Command.AddMembers(Run.ID, ALICE, new long[] {BOB}));
    assertThat(run.state.view(BOB).unread()).isZero();
    assertThat(run.state.visibleFrom(BOB)).isEqualTo(run.state.lastSeq());
    run.execute(text(ALICE, "a3"));
    assertThat(run.state.view(BOB).unread()).isEqualTo(1);
  }

  @Test
  void whatTheAppSaysAsTheSystemIsRememberedByItsIdAlsoAfterARestart() {
    run.create();
    Command said = new Command.SendMessage(Run.ID, ALICE, "", "system-hello", Run.CONTENT, true);
    Reply.Sent first = (Reply.Sent) run.execute(said);
    assertThat(run.execute(said)).extracting("seq").isEqualTo(first.seq());

    Tables tables = new Tables();
    run.log.forEach(logged -> tables.flush(logged.logRecord(), logged.epoch()));
    run.state = Run.empty();
    run.state.restore(tables.load(100));
    assertThat(run.execute(said)).extracting("seq").isEqualTo(first.seq());
    assertThat(run.state.view(BOB).unread()).isZero();
  }

  @Test
  void whatWasLostWithItsCreationGoesOnAboveTheSeqsThatItMayHaveGiven() {
    run.execute(direct(ALICE, false));
    run.execute(text(BOB, "b1"));
    run.state = Run.empty();
    run.epoch = 3;
    run.execute(direct(BOB, true));
    assertThat(run.execute(text(BOB, "b2"))).extracting("seq").isEqualTo(2_000_001L);
    assertThat(run.state.view(ALICE).unread()).isEqualTo(1);
    assertThat(run.state.visibleFrom(ALICE)).isEqualTo(1);
  }

  @Test
  void aNewConversationBeginsAtOneInALaterEpochToo() {
    run.epoch = 3;
    run.create();
    assertThat(run.state.lastSeq()).isEqualTo(1);
    assertThat(run.execute(text(BOB, "b1"))).extracting("seq").isEqualTo(2L);
  }

  @Test
  void theOwnerWhoLeavesHandsOverToTheOldestAdminWhoseMuteEnds() {
    run.create();
    run.execute(new Command.ChangeMember(Run.ID, ALICE, CAROL, null, null, run.now + 60_000));
    run.execute(new Command.ChangeMember(Run.ID, ALICE, CAROL, Role.ADMIN, null, null));
    run.execute(new Command.RemoveMember(Run.ID, ALICE, ALICE));
    assertThat(run.state.member(CAROL).role()).isEqualTo(Role.OWNER);
    assertThat(run.execute(text(CAROL, "c1"))).isInstanceOf(Reply.Sent.class);
    assertThat(notices())
        .endsWith(
            "{\"type\":\"system\",\"event\":\"role\",\"by\":\"1\",\"userIds\":[\"3\"],\"count\":1,\"role\":\"owner\"}",
            "{\"type\":\"system\",\"event\":\"left\",\"by\":\"1\",\"userIds\":[\"1\"],\"count\":1}");
  }

  @Test
  void aMuteIsToldWithItsEndAndItsEndWithout() {
    run.create();
    run.execute(new Command.ChangeMember(Run.ID, ALICE, BOB, null, null, 1_800_000_060_000L));
    assertRefused(run.execute(text(BOB, "b1")), ErrorCode.MUTED);
    run.execute(new Command.ChangeMember(Run.ID, ALICE, BOB, null, null, 5L));
    assertThat(run.execute(text(BOB, "b1"))).isInstanceOf(Reply.Sent.class);
    assertThat(notices())
        .contains(
            "{\"type\":\"system\",\"event\":\"muted\",\"by\":\"1\",\"userIds\":[\"2\"],\"count\":1,\"until\":\"2027-01-15T08:01:00.000Z\"}",
            "{\"type\":\"system\",\"event\":\"muted\",\"by\":\"1\",\"userIds\":[\"2\"],\"count\":1}");
  }

  @Test
  void whatChangesNothingLeavesNoRecord() {
    run.create();
    int before = run.log.size();
    run.execute(new Command.ChangeConversation(Run.ID, ALICE, "one", JoinPolicy.INVITE, null));
    run.execute(new Command.ChangeMember(Run.ID, ALICE, BOB, Role.MEMBER, "", run.now - 1));
    run.execute(new Command.AddMembers(Run.ID, ALICE, new long[] {BOB, BOB}));
    run.execute(new Command.Read(Run.ID, BOB, "d", 0));
    assertThat(run.log).hasSize(before);
  }

  @Test
  void extIsReplacedWithoutANoticeAndSeenByAll() {
    run.create();
    byte[] ext = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    run.execute(new Command.ChangeConversation(Run.ID, ALICE, null, null, ext));
    assertThat(run.state.view(BOB).ext()).isEqualTo(ext);
    assertThat(notices()).hasSize(1);
  }

  @Test
  void aNoticeNamesAHundredUsersAndCountsAll() {
    run.create();
    long[] users = LongStream.rangeClosed(10, 309).toArray();
    DecisionContext roomy = new DecisionContext(run.now, 1, 1_000, 1_000);
    Decision.Accepted accepted =
        (Decision.Accepted) run.state.decide(new Command.AddMembers(Run.ID, ALICE, users), roomy);
    MessageAppended notice = Objects.requireNonNull(accepted.records().getFirst().message());
    assertThat(new String(notice.content(), StandardCharsets.UTF_8))
        .contains("\"10\"", "\"109\"", "\"count\":300")
        .doesNotContain("\"110\"");
  }

  @Test
  void aHundredThousandMembersJoinAtOnceAndComeAndGoOneByOneInReasonableTime() {
    long[] all = LongStream.rangeClosed(1, 100_000).toArray();
    DecisionContext roomy = new DecisionContext(run.now, 1, 200_000, 200_000);
    long start = System.nanoTime();
    apply(run.state.decide(channel(all), roomy));
    for (long user = 200_000; user < 200_200; user++) {
      apply(run.state.decide(new Command.Join(Run.ID, user, true), roomy));
      apply(run.state.fork().decide(text(ALICE, "m" + user), roomy));
    }
    for (long user = 200_000; user < 200_200; user++) {
      apply(run.state.decide(new Command.RemoveMember(Run.ID, user, user), roomy));
    }
    assertThat(run.state.memberIds()).isEqualTo(all);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aHundredThousandMembersAreRestoredInReasonableTime() {
    List<StoredConversation.StoredMember> members = new ArrayList<>();
    for (long user = 1; user <= 100_000; user++) {
      Role role = user == ALICE ? Role.OWNER : Role.MEMBER;
      members.add(new StoredConversation.StoredMember(user, role, null, 0, 5, user, user, user, 0));
    }
    long start = System.nanoTime();
    run.state.restore(
        new StoredConversation(
            ConversationType.CHANNEL,
            "big",
            ALICE,
            JoinPolicy.OPEN,
            HistoryPolicy.ALL,
            null,
            5,
            1,
            100_000,
            100_000,
            null,
            members,
            List.of(),
            false,
            Exclusions.NONE));
    assertThat(run.state.view(70_000).unread()).isEqualTo(30_000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static Command direct(long creator, boolean reservedBefore) {
    return new Command.Create(
        Run.ID,
        ConversationType.DIRECT,
        null,
        creator,
        new long[] {ALICE, BOB},
        JoinPolicy.INVITE,
        HistoryPolicy.JOINED,
        null,
        reservedBefore,
        new long[0]);
  }

  private static Command group(JoinPolicy policy) {
    return new Command.Create(
        Run.ID,
        ConversationType.GROUP,
        "g",
        ALICE,
        new long[] {ALICE, BOB},
        policy,
        HistoryPolicy.JOINED,
        null);
  }

  private static Command channel(long[] members) {
    return new Command.Create(
        Run.ID,
        ConversationType.CHANNEL,
        "big",
        ALICE,
        members,
        JoinPolicy.OPEN,
        HistoryPolicy.ALL,
        null);
  }

  private static Command text(long sender, String clientMessageId) {
    return new Command.SendMessage(Run.ID, sender, "d", clientMessageId, Run.CONTENT, false);
  }

  private void apply(Decision decision) {
    ((Decision.Accepted) decision).records().forEach(r -> run.state.apply(r, 1));
  }

  private static void assertRefused(Reply reply, ErrorCode code) {
    assertThat(reply).isInstanceOf(Reply.Refused.class).extracting("code").isEqualTo(code);
  }

  private String[] notices() {
    return run.log.stream()
        .map(logged -> logged.logRecord().message())
        .filter(message -> message != null && message.system())
        .map(message -> new String(message.content(), StandardCharsets.UTF_8))
        .toArray(String[]::new);
  }
}
