package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.push.provider.Far.Arrival;
import io.gostacker.push.provider.Far.Play;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the dispatcher may expect of a provider, whoever it is.
abstract class PushProviderContract {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final String HOSTILE = "🦊👩‍👩‍👧 \"'\\ \u0000\u0007\n\t </script> ünïcödé 漢字 ";

  @SuppressWarnings("NullAway.Init") // by begin()
  private Far far;

  @SuppressWarnings("NullAway.Init")
  private PushProvider provider;

  /// Plays the far side anew.
  protected abstract Far open() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    far = open();
    provider = far.provider(LONG);
  }

  @AfterEach
  final void end() {
    provider.close();
    far.close();
    assertThat(far.troubles()).isEmpty();
  }

  @Test
  final void aNotificationIsTaken() {
    assertThat(sent(message(7, 1))).isEqualTo(new Outcome.Taken());

    Arrival arrival = far.arrived().getFirst();
    assertThat(arrival.title()).isEqualTo("Ada");
    assertThat(arrival.body()).isEqualTo("See you at the \"Lion\" 🦁");
    assertThat(arrival.badge()).isEqualTo(3);
  }

  @Test
  final void aDeviceIsGone() {
    far.play(Play.GONE);

    assertThat(sent(message(7, 1))).isInstanceOf(Outcome.Gone.class);
  }

  @Test
  final void whatIsNoTokenAtAllIsGone() {
    for (String token : new String[] {"../../admin", "{}", "no token\r\nX: y", "🦊", "[1"}) {
      assertThat(sent(to(token))).isInstanceOf(Outcome.Gone.class);
    }
    assertThat(far.arrived()).isEmpty();
  }

  @Test
  final void aNotificationIsRefused() {
    far.play(Play.REFUSE);

    assertThat(sent(message(7, 1))).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  final void aBusyProviderSaysForHowLong() {
    far.play(Play.BUSY);

    assertThat(sent(message(7, 1)))
        .isInstanceOfSatisfying(
            Outcome.Later.class, later -> assertThat(later.after()).isEqualTo(far.pause()));
  }

  @Test
  final void aProviderInTroubleIsAskedLater() {
    far.play(Play.FAIL);

    assertThat(sent(message(7, 1))).isInstanceOf(Outcome.Later.class);
  }

  @Test
  final void credentialsThatAreNotAcceptedCostNoNotification() {
    far.play(Play.FORBID);

    assertThat(sent(message(7, 1))).isInstanceOf(Outcome.Later.class);
  }

  @Test
  final void whoNeverAnswersIsGivenUpInTime() {
    far.play(Play.HOLD);
    try (PushProvider hasty = far.provider(SHORT)) {
      assertThat(outcome(hasty.send(message(7, 1))))
          .isInstanceOfSatisfying(
              Outcome.Later.class,
              later -> assertThat(later.reason()).contains("no answer within 400 ms"));
    } finally {
      far.release();
    }
  }

  @Test
  final void whoHangsUpIsAskedLater() {
    far.play(Play.HANG_UP);
    assertThat(sent(message(7, 1))).isInstanceOf(Outcome.Later.class);

    far.play(Play.TAKE);
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(sent(message(7, 1))).isEqualTo(new Outcome.Taken()));
  }

  @Test
  final void whoIsAwayIsAskedLater() {
    far.close();

    assertThat(sent(message(7, 1))).isInstanceOf(Outcome.Later.class);
  }

  @Test
  final void aClosedProviderAnswersAsWell() {
    provider.close();

    assertThat(sent(message(7, 1))).isInstanceOf(Outcome.Later.class);
  }

  @Test
  final void twoAreInFlightAtOnce() {
    far.play(Play.HOLD);
    CompletableFuture<Outcome> first = provider.send(message(7, 1));
    CompletableFuture<Outcome> second = provider.send(message(8, 1));
    await().atMost(LONG).until(() -> far.arrived().size() == far.places());
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();

    far.release();

    assertThat(outcome(first)).isEqualTo(new Outcome.Taken());
    assertThat(outcome(second)).isEqualTo(new Outcome.Taken());
    assertThat(far.arrived()).hasSize(2);
  }

  @Test
  final void aRepeatedNotificationIsToldFromANewOne() {
    sent(message(7, 1));
    sent(message(7, 1));
    sent(message(7, 2));
    sent(message(8, 1));

    assertThat(id(1)).isEqualTo(id(0));
    assertThat(id(2)).isNotEqualTo(id(0));
    assertThat(id(3)).isNotEqualTo(id(0)).isNotEqualTo(id(2));
  }

  @Test
  final void notificationsOfAConversationReplaceEachOtherAndNoOthers() {
    sent(message(7, 1));
    sent(message(7, 2));
    sent(message(8, 1));

    assertThat(far.arrived().get(1).collapseKey()).isEqualTo(far.arrived().get(0).collapseKey());
    assertThat(far.arrived().get(2).collapseKey()).isNotEqualTo(far.arrived().get(0).collapseKey());
  }

  @Test
  final void longAndHostileTextArrivesShortened() {
    for (int shift = 0; shift < 8; shift++) {
      String text = "x".repeat(shift) + HOSTILE.repeat(16 * 1024 / HOSTILE.length());
      assertThat(sent(message(text, text))).isEqualTo(new Outcome.Taken());

      Arrival arrival = far.arrived().getLast();
      assertThat(arrival.bytes()).isLessThanOrEqualTo(far.maxBytes());
      assertIsBeginning(arrival.body(), text);
      assertIsBeginning(arrival.title(), text);
      assertThat(arrival.body().length()).isGreaterThan(500);
    }
  }

  @Test
  final void aLoneSurrogateArrivesAsReplacementCharacter() {
    assertThat(sent(message("Ada", "half a fox: \uD83E"))).isEqualTo(new Outcome.Taken());

    assertThat(far.arrived().getFirst().body()).isEqualTo("half a fox: \uFFFD");
  }

  @Test
  final void hiddenPreviewsCarryNoBody() {
    assertThat(sent(message("Ada", ""))).isEqualTo(new Outcome.Taken());

    assertThat(far.arrived().getFirst().title()).isEqualTo("Ada");
    assertThat(far.arrived().getFirst().body()).isEqualTo(far.hiddenBody());
  }

  @Test
  final void whatIsTooLateIsHandedOverNowOrNever() {
    Notification late =
        new Notification(
            42, far.token(), 7, 1, "Ada", "hi", 0, true, Instant.now().minusSeconds(60));

    assertThat(sent(late)).isEqualTo(new Outcome.Taken());
  }

  private static void assertIsBeginning(String shown, String whole) {
    assertThat(shown).endsWith("…");
    assertThat(whole).startsWith(shown.substring(0, shown.length() - 1));
    assertThat(Character.isHighSurrogate(shown.charAt(shown.length() - 2))).isFalse();
  }

  private String id(int index) {
    return far.arrived().get(index).id();
  }

  private Outcome sent(Notification notification) {
    return outcome(provider.send(notification));
  }

  private static Outcome outcome(CompletableFuture<Outcome> sending) {
    return sending.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private Notification message(long conversationId, long seq) {
    return new Notification(
        42,
        far.token(),
        conversationId,
        seq,
        "Ada",
        "See you at the \"Lion\" 🦁",
        3,
        false,
        Instant.now().plusSeconds(3600));
  }

  private Notification message(String title, String body) {
    return new Notification(
        42, far.token(), 7, 1, title, body, 3, true, Instant.now().plusSeconds(3600));
  }

  private Notification to(String token) {
    return new Notification(
        42, token, 7, 1, "Ada", "hi", 3, false, Instant.now().plusSeconds(3600));
  }
}
