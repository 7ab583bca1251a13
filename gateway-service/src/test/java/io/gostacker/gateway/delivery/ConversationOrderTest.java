package io.gostacker.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.transport.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// The rules of order at the gateway.
class ConversationOrderTest {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final Map<Long, Long> onlineSince = new ConcurrentHashMap<>();
  private final ConversationOrder order = order(100_000);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void theFirstIsTheStart() {
    accept(7, 8, 9);
    assertThat(out).containsExactly("7", "8", "9");
  }

  @Test
  void whatWasForwardedIsDropped() {
    accept(1, 2, 3, 2, 1, 3);
    assertThat(out).containsExactly("1", "2", "3");
  }

  @Test
  void somethingLowerThatWasNotForwardedGivesResync() {
    accept(5, 4);
    assertThat(out).containsExactly("5", "resync");
  }

  @Test
  void somethingHigherWaitsForTheMissing() {
    accept(1, 4, 3);
    assertThat(out).containsExactly("1");
    accept(2, 5);
    assertThat(out).containsExactly("1", "2", "3", "4", "5");
    await().during(PATIENCE.multipliedBy(3)).until(() -> out.size() == 5);
  }

  @Test
  void patienceEndsWithResync() {
    accept(1, 3, 4, 7);
    await()
        .untilAsserted(
            () -> assertThat(out).containsExactly("1", "3", "resync", "4", "7", "resync"));
    accept(2, 5);
    assertThat(out).endsWith("7", "resync", "resync", "resync");
    accept(3, 8);
    assertThat(out).endsWith("resync", "8");
  }

  @Test
  void aSecondWaitHasItsWholePatience() {
    accept(1, 3, 2);
    accept(5);
    assertThat(out).containsExactly("1", "2", "3");
    await().untilAsserted(() -> assertThat(out).endsWith("5", "resync"));
  }

  @Test
  void anEpochDoesNotWait() {
    accept(1, 2, 5, 1_000_006, 1_000_007);
    assertThat(out).containsExactly("1", "2", "5", "resync", "1000006", "resync", "1000007");
  }

  @Test
  void whatPassedWhileNobodyWasHereIsNotMissing() {
    accept(1);
    onlineSince.put(1L, System.nanoTime());
    accept(5, 6);
    assertThat(out).containsExactly("1", "5", "6");
  }

  @Test
  void aRecipientWithoutARouteIsNotHere() {
    onlineSince.put(1L, Long.MAX_VALUE);
    accept(1, 5);
    assertThat(out).containsExactly("1", "5");
  }

  @Test
  void tooManyWaitingGoOutAtOnce() {
    accept(1);
    for (long seq = 3; seq < 3 + Track.MAX_WAITING; seq++) {
      accept(seq);
    }
    assertThat(out).containsExactly("1");
    accept(3 + Track.MAX_WAITING);
    assertThat(out).startsWith("1", "3", "resync", "4", "5").hasSize(Track.MAX_WAITING + 3);
  }

  @Test
  void forgottenConversationsBeginAnew() {
    ConversationOrder small = order(64);
    for (long conversation = 1; conversation <= 10_000; conversation++) {
      small.accept(frame(conversation, 3));
    }
    out.clear();
    small.accept(frame(1, 3));
    small.accept(frame(1, 4));
    assertThat(out).containsExactly("3", "4");
  }

  @RepeatedTest(50)
  void shuffledDeliveriesRiseOrAreFollowedByResync(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Long> seqs = new ArrayList<>(List.of(1L));
    for (long seq = 2; seq <= 40; seq++) {
      if (random.nextInt(10) > 0) {
        seqs.add(seq);
      }
      if (random.nextInt(5) == 0) {
        seqs.add(1 + random.nextLong(seq));
      }
    }
    for (int i = 1; i + 1 < seqs.size(); i++) {
      Collections.swap(seqs, i, Math.min(seqs.size() - 1, i + random.nextInt(4)));
    }
    seqs.forEach(this::accept);
    String highest = Long.toString(Collections.max(seqs));
    await()
        .untilAsserted(() -> {
          assertThat(out).contains(highest);
          assertEverySeqRisesAndEveryGapIsTold();
        });
  }

  private void assertEverySeqRisesAndEveryGapIsTold() {
    long last = 0;
    List<String> seen = List.copyOf(out);
    for (int i = 0; i < seen.size(); i++) {
      if (!seen.get(i).equals("resync")) {
        long seq = Long.parseLong(seen.get(i));
        assertThat(seq).as("%s", seen).isGreaterThan(last);
        if (seq != last + 1) {
          assertThat(seen.subList(i, seen.size())).as("%s", seen).contains("resync");
        }
        last = seq;
      }
    }
  }

  private ConversationOrder order(int conversations) {
    Outlet outlet =
        new Outlet() {
          @Override
          public void frame(Delivery.Frame frame) {
            out.add(Long.toString(frame.seq()));
          }

          @Override
          public void resync(long[] recipients) {
            out.add("resync");
          }
        };
    return new ConversationOrder(
        outlet,
        user -> onlineSince.getOrDefault(user, Long.MIN_VALUE / 2),
        timer,
        System::nanoTime,
        PATIENCE,
        conversations);
  }

  private void accept(long... seqs) {
    for (long seq : seqs) {
      order.accept(frame(1, seq));
    }
  }

  private static Delivery.Frame frame(long conversation, long seq) {
    return new Delivery.Frame(conversation, seq, new byte[0], new long[] {1}, 0, "");
  }
}
