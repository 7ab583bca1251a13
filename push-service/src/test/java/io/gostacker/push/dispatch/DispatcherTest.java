package io.gostacker.push.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.lead.Leadership;
import io.gostacker.push.provider.Notification;
import io.gostacker.push.provider.Outcome;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is notified of what, and what becomes of it when providers are in trouble.
class DispatcherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long ANN = 1;
  private static final long BEN = 2;
  private static final long CAT = 3;
  private static final long DIALOGUE = 12;
  private static final long GROUP = 123;

  private PushStage stage;

  @BeforeEach
  void open() {
    stage = new PushStage();
    stage.user(ANN, "Ann");
    stage.user(BEN, "Ben");
    stage.user(CAT, "Cat");
    stage.conversation(DIALOGUE, ANN, BEN);
    stage.conversation(GROUP, ANN, BEN, CAT);
    stage.token(BEN, "phone", "one");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void follow() {
    stage.start();
    stage.awaitFollowed();
  }

  private void awaitTaken(int count) {
    await().atMost(PATIENCE).until(() -> stage.provider.taken().size() >= count);
    awaitSettled();
  }

  /// Waits until everything told was looked at and nothing is due.
  private void awaitSettled() {
    String due = "SELECT COUNT(*) FROM push_notification WHERE due_at < ?";
    await()
        .atMost(PATIENCE)
        .until(() ->
            stage.count("SELECT last_id FROM event_head") == told()
                && stage.count(due, Long.MAX_VALUE) == 0);
  }

  private long told() {
    return stage.count("SELECT COALESCE(SUM(events), 0) FROM event_batch");
  }

  private List<String> taken() {
    return stage.provider.taken().stream()
        .map(each -> each.title() + " | " + each.body() + " | " + each.badge())
        .toList();
  }

  @Test
  void whoIsAwayIsNotified() {
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    awaitTaken(1);
    assertThat(taken()).containsExactly("Ann | hello | 1");
    Notification first = stage.provider.taken().getFirst();
    assertThat(first.token()).isEqualTo("2/phone");
    assertThat(first.seq()).isEqualTo(1);
    stage.text(GROUP, CAT, "let us go");
    awaitTaken(2);
    assertThat(taken()).endsWith("Hikers | Cat: let us go | 2");
  }

  @Test
  void whoHasALiveSocketIsNot() {
    stage.online.put(BEN, "g1");
    stage.gateways.add("g1");
    stage.token(CAT, "phone", "one");
    follow();
    stage.text(GROUP, ANN, "hello");
    awaitTaken(1);
    assertThat(stage.provider.taken()).extracting(Notification::userId).containsExactly(CAT);
  }

  @Test
  void whoSendsIsNotNotifiedNorWhoHasLeft() {
    stage.token(ANN, "phone", "one");
    stage.token(CAT, "phone", "one");
    stage.jdbc.update("UPDATE member SET is_member = FALSE WHERE user_id = ?", CAT);
    follow();
    stage.text(GROUP, ANN, "hello");
    awaitTaken(1);
    assertThat(stage.provider.asked()).extracting(Notification::userId).containsExactly(BEN);
  }

  @Test
  void eachDeviceIsNotified() {
    stage.token(BEN, "tablet", "two");
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    awaitTaken(1);
    assertThat(stage.other.taken()).extracting(Notification::token).containsExactly("2/tablet");
  }

  @Test
  void whatComesWhileOneIsOnItsWayIsOneMore() {
    follow();
    stage.provider.hold();
    stage.text(DIALOGUE, ANN, "first");
    await().atMost(PATIENCE).until(() -> stage.provider.asked().size() == 1);
    LongStream.rangeClosed(1, 20).forEach(i -> stage.text(DIALOGUE, ANN, "more " + i));
    String latest = "SELECT MAX(seq) FROM push_notification";
    await().atMost(PATIENCE).until(() -> stage.count(latest) == 21);
    stage.provider.release(new Outcome.Taken());
    awaitTaken(1);
    assertThat(taken()).containsExactly("Ann | more 20 | 21");
  }

  @Test
  void whatAProviderCannotTakeNowIsTriedAgainUntilItCan() {
    AtomicInteger tries = new AtomicInteger();
    stage.provider.answer(each ->
        tries.incrementAndGet() < 4
            ? new Outcome.Later("503", Optional.of(Duration.ofMillis(10)))
            : new Outcome.Taken());
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    awaitTaken(1);
    assertThat(tries.get()).isEqualTo(4);
    assertThat(stage.count("SELECT sent_seq FROM push_notification")).isEqualTo(1);
  }

  @Test
  void whatIsTriedTooLongIsGivenUp() {
    stage.provider.answer(each -> Outcome.Later.because("busy"));
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    await().atMost(PATIENCE).until(() -> stage.provider.asked().size() >= 2);
    stage.clock.advance(Duration.ofHours(2));
    awaitSettled();
    assertThat(stage.jdbc.queryForList("SELECT reason FROM push_dead", String.class))
        .containsExactly("busy");
    int asked = stage.provider.asked().size();
    stage.provider.answer(each -> new Outcome.Taken());
    stage.text(DIALOGUE, ANN, "again");
    awaitTaken(1);
    assertThat(stage.provider.asked()).hasSize(asked + 1);
  }

  @Test
  void whatAProviderRefusesIsGivenUpWithItsReason() {
    stage.provider.answer(each -> new Outcome.Refused("payload too large"));
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    await().atMost(PATIENCE).until(() -> stage.count("SELECT COUNT(*) FROM push_dead") == 1);
    awaitSettled();
    assertThat(stage.jdbc.queryForObject("SELECT reason FROM push_dead", String.class))
        .isEqualTo("payload too large");
    assertThat(stage.provider.asked()).hasSize(1);
  }

  @Test
  void theTokenOfADeviceThatIsGoneIsRemoved() {
    stage.provider.answer(each -> new Outcome.Gone("Unregistered"));
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    await().atMost(PATIENCE).until(() -> stage.count("SELECT COUNT(*) FROM push_token") == 0);
    awaitSettled();
    stage.text(DIALOGUE, ANN, "again");
    awaitSettled();
    assertThat(stage.provider.asked()).hasSize(1);
  }

  @Test
  void whoReadsFirstIsNotNotified() {
    stage.provider.answer(each -> Outcome.Later.because("busy"));
    follow();
    long seq = stage.text(DIALOGUE, ANN, "hello");
    await().atMost(PATIENCE).until(() -> !stage.provider.asked().isEmpty());
    stage.read(DIALOGUE, BEN, seq);
    awaitSettled();
    assertThat(stage.provider.taken()).isEmpty();
    assertThat(stage.count("SELECT COUNT(*) FROM push_dead")).isZero();
  }

  @Test
  void inQuietHoursNotificationsWaitForTheirEnd() {
    int hour = stage.clock.instant().atZone(ZoneOffset.UTC).getHour();
    wish("quiet_from = ?, quiet_to = ?", hour * 60, (hour + 2) % 24 * 60);
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    awaitHeld();
    assertThat(stage.provider.asked()).isEmpty();
    stage.text(DIALOGUE, ANN, "are you there?");
    awaitHeld();
    stage.clock.advance(Duration.ofHours(2));
    awaitTaken(1);
    assertThat(taken()).containsExactly("Ann | are you there? | 2");
  }

  @Test
  void aMentionComesBeforeQuietHoursAndMutesUnlessTheUserDoesNotWantThat() {
    wish("quiet_from = 0, quiet_to = 1439");
    mute(GROUP);
    follow();
    stage.text(GROUP, ANN, "Ben?", BEN);
    awaitTaken(1);
    assertThat(stage.provider.taken().getFirst().isMention()).isTrue();
    wish("mentions = FALSE, quiet_from = NULL");
    stage.text(GROUP, ANN, "Ben!", BEN);
    stage.text(DIALOGUE, ANN, "look");
    awaitTaken(2);
    assertThat(taken()).endsWith("Ann | look | 3").hasSize(2);
  }

  @Test
  void mutedConversationsDoNotNotify() {
    mute(GROUP);
    follow();
    stage.text(GROUP, ANN, "one");
    stage.text(DIALOGUE, ANN, "two");
    awaitTaken(1);
    assertThat(taken()).containsExactly("Ann | two | 2");
  }

  @Test
  void whoHidesPreviewsIsToldNoText() {
    wish("hide_previews = TRUE");
    follow();
    stage.text(DIALOGUE, ANN, "secret");
    awaitTaken(1);
    assertThat(taken()).containsExactly("Ann |  | 1");
  }

  @Test
  void whatWasWrittenWhileNobodyLedIsNotifiedLater() {
    follow();
    stage.text(DIALOGUE, ANN, "one");
    awaitTaken(1);
    stage.close();
    stage.text(DIALOGUE, ANN, "two");
    stage.text(GROUP, ANN, "three");
    try (Leadership next = stage.start()) {
      awaitTaken(3);
      assertThat(next.leads()).isTrue();
    }
    assertThat(stage.provider.asked())
        .extracting(each -> each.conversationId() + "/" + each.seq())
        .containsExactlyInAnyOrder("12/1", "12/2", "123/1");
  }

  @Test
  void whatAnotherHadClaimedIsSentByTheNext() {
    follow();
    stage.text(DIALOGUE, ANN, "one");
    awaitTaken(1);
    stage.close();
    long lease = stage.clock.millis() + ProviderQueue.LEASE.toMillis();
    stage.jdbc.update(
        "UPDATE push_notification SET sent_seq = 0, due_at = ?, lease = ?", lease, lease);
    try (Leadership next = stage.start()) {
      awaitTaken(2);
      assertThat(next.leads()).isTrue();
    }
    assertThat(stage.provider.taken()).extracting(Notification::seq).containsExactly(1L, 1L);
  }

  @Test
  void whoWasAtAGatewayThatDiedIsNotifiedAfterAll() {
    stage.online.put(BEN, "g1");
    stage.gateways.add("g1");
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    awaitSettled();
    stage.gateways.remove("g1");
    stage.gateways.add("g2");
    stage.online.clear();
    awaitTaken(1);
    assertThat(taken()).containsExactly("Ann | hello | 1");
  }

  @Test
  void whatALostSocketGotIsHandedBackAndNotified() {
    stage.online.put(BEN, "g1");
    stage.gateways.add("g1");
    follow();
    stage.text(GROUP, ANN, "hello");
    awaitSettled();
    stage.online.clear();
    stage.handBacks.add(BEN, stage.clock.millis() - 30_000);
    stage.handBacks.add(CAT, stage.clock.millis() - 30_000);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          stage.handBacks.flush();
          return !stage.provider.taken().isEmpty();
        });
    assertThat(taken()).containsExactly("Hikers | Ann: hello | 1");
    await().atMost(PATIENCE).until(() -> stage.handBacks.read(10).isEmpty());
  }

  @Test
  void aFullQueueLosesNothingAndDelaysNoOtherProvider() {
    LongStream.rangeClosed(1_000, 1_099)
        .forEach(user -> {
          stage.user(user, "U" + user);
          stage.token(user, "phone", "one");
          stage.conversation(user, ANN, user);
        });
    stage.token(CAT, "phone", "two");
    stage.conversation(13, ANN, CAT);
    stage.provider.hold();
    stage.start(PushStage.settings(10));
    stage.awaitFollowed();
    LongStream.rangeClosed(1_000, 1_099).forEach(user -> stage.text(user, ANN, "hello"));
    await().atMost(PATIENCE).until(() -> stage.provider.asked().size() == 4); // at once
    stage.text(13, ANN, "hello");
    await().atMost(PATIENCE).until(() -> stage.other.taken().size() == 1);
    assertThat(stage.provider.asked()).hasSize(4);
    stage.provider.release(new Outcome.Taken());
    awaitTaken(96);
    assertThat(stage.provider.asked()).extracting(Notification::userId).doesNotHaveDuplicates();
    assertThat(stage.provider.asked()).hasSize(100);
  }

  @Test
  void whoseTokenIsOfAnotherProviderNowIsNotifiedByThatOne() {
    stage.provider.answer(each -> Outcome.Later.because("busy"));
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    await().atMost(PATIENCE).until(() -> !stage.provider.asked().isEmpty());
    stage.token(BEN, "phone", "two");
    await().atMost(PATIENCE).until(() -> stage.other.taken().size() == 1);
    awaitSettled();
    assertThat(stage.provider.taken()).isEmpty();
  }

  @Test
  void aNewTokenIsNotTakenForTheOldOneThatIsGone() {
    stage.provider.hold();
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    await().atMost(PATIENCE).until(() -> stage.provider.asked().size() == 1);
    stage.jdbc.update("UPDATE push_token SET token = 'new'");
    stage.provider.release(new Outcome.Gone("Unregistered"));
    awaitTaken(1);
    assertThat(stage.provider.taken()).extracting(Notification::token).containsExactly("new");
  }

  @Test
  void whoComesBackIsLookedAtOnceMoreAndThenLeftAlone() {
    stage.provider.answer(each -> Outcome.Later.because("busy"));
    follow();
    stage.text(DIALOGUE, ANN, "hello");
    await().atMost(PATIENCE).until(() -> !stage.provider.asked().isEmpty());
    stage.online.put(BEN, "g1");
    stage.provider.answer(each -> new Outcome.Taken());
    String seen = "SELECT COUNT(*) FROM push_notification WHERE seen_online = TRUE";
    await().atMost(PATIENCE).until(() -> stage.count(seen) == 1);
    stage.clock.advance(Plan.SECOND_LOOK);
    awaitSettled();
    assertThat(stage.provider.taken()).isEmpty();
  }

  @Test
  void whatNobodyIsAskedAboutAnyMoreIsPassedOver() {
    follow();
    stage.text(DIALOGUE, ANN, "one");
    awaitTaken(1);
    stage.close();
    stage.text(DIALOGUE, ANN, "two");
    stage.jdbc.update("DELETE FROM event_batch"); // as old events are
    stage.jdbc.update("UPDATE event_head SET last_id = last_id + 1");
    try (Leadership next = stage.start()) {
      await().atMost(PATIENCE).until(next::leads);
      stage.text(DIALOGUE, ANN, "three");
      await().atMost(PATIENCE).until(() -> stage.provider.taken().size() == 2);
    }
    assertThat(taken()).endsWith("Ann | three | 3");
  }

  @Test
  void aMentionInALostSocketComesBeforeMutes() {
    mute(GROUP);
    stage.online.put(BEN, "g1");
    stage.gateways.add("g1");
    follow();
    stage.text(GROUP, ANN, "Ben?", BEN);
    stage.text(GROUP, ANN, "well");
    awaitSettled();
    stage.online.clear();
    stage.handBacks.add(BEN, stage.clock.millis() - 30_000);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          stage.handBacks.flush();
          return !stage.provider.taken().isEmpty();
        });
    assertThat(stage.provider.taken().getFirst().isMention()).isTrue();
  }

  @Test
  void aProviderIsAskedNoFasterThanItsRate() {
    LongStream.rangeClosed(1_000, 1_059)
        .forEach(user -> {
          stage.user(user, "U" + user);
          stage.token(user, "phone", "one");
          stage.conversation(user, ANN, user);
        });
    stage.start(PushStage.SETTINGS, 20);
    stage.awaitFollowed();
    long begin = System.nanoTime();
    LongStream.rangeClosed(1_000, 1_059).forEach(user -> stage.text(user, ANN, "hello"));
    awaitTaken(60);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(2_500));
    assertThat(stage.provider.asked()).hasSize(60);
  }

  @Test
  void aLargeChannelIsNotifiedWhole() {
    long[] members = LongStream.rangeClosed(10_000, 14_999).toArray();
    for (long member : members) {
      stage.user(member, "U" + member);
      stage.token(member, "phone", "one");
    }
    stage.conversation(77, LongStream.concat(LongStream.of(ANN), LongStream.of(members)).toArray());
    follow();
    stage.text(77, ANN, "news");
    awaitTaken(members.length);
    assertThat(stage.provider.asked()).extracting(Notification::userId).doesNotHaveDuplicates();
    assertThat(stage.provider.asked()).hasSize(members.length);
  }

  private void awaitHeld() {
    String held = "SELECT COUNT(*) FROM push_notification WHERE due_at > ? AND due_at < ?";
    long now = stage.clock.millis() + ProviderQueue.LEASE.toMillis();
    await()
        .atMost(PATIENCE)
        .until(() ->
            stage.count("SELECT last_id FROM event_head") == told()
                && stage.count(held, now, Long.MAX_VALUE) == 1);
  }

  private void mute(long conversation) {
    stage.jdbc.update("INSERT INTO push_mute VALUES (?, ?, ?)", BEN, conversation, Long.MAX_VALUE);
  }

  private void wish(String columns, Object... values) {
    stage.jdbc.update("INSERT IGNORE INTO push_preference (user_id) VALUES (?)", BEN);
    stage.jdbc.update("UPDATE push_preference SET " + columns, values);
  }
}
