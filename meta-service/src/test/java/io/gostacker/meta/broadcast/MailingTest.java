package io.gostacker.meta.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.limit.Pace;
import io.gostacker.meta.broadcast.Mailing.Mailed;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// A page counts as sent only when each of its recipients has an outcome.
class MailingTest {
  private static final Outcome DONE = new Outcome.Done();
  private static final Outcome REFUSED = new Outcome.Refused(ErrorCode.BLOCKED, "played");
  private static final Outcome OPEN = new Outcome.Open();

  private final Mailing mailing = new Mailing(1); // so one after the other
  private final Pace pace = new Pace(10_000);

  @Test
  void aPageOfWhichAllHaveAnOutcomeIsWhole() throws InterruptedException {
    Mailed mailed = mailing.run(List.of(1, 2, 3), id -> id == 2 ? REFUSED : DONE, pace, () -> true);
    assertThat(mailed).isEqualTo(new Mailed(Tally.of(2, Map.of(ErrorCode.BLOCKED, 1L)), true));
    assertThat(mailing.run(List.<Integer>of(), id -> DONE, pace, () -> true).whole()).isTrue();
  }

  @Test
  void aPageThatWasBrokenOffIsNotWholeHoweverShortTheHaltWas() throws InterruptedException {
    Iterator<Boolean> leads = List.of(true, false, true, true).iterator();
    Mailed mailed = mailing.run(List.of(1, 2, 3), id -> DONE, pace, leads::next);
    assertThat(mailed).isEqualTo(new Mailed(Tally.of(1, Map.of()), false));
  }

  @Test
  void oneLeftOpenEndsThePageWhichIsNotWhole() throws InterruptedException {
    Queue<Integer> tried = new ConcurrentLinkedQueue<>();
    Mailed mailed =
        mailing.run(
            List.of(1, 2, 3, 4, 5, 6),
            id -> {
              tried.add(id);
              return id == 2 ? OPEN : DONE;
            },
            pace,
            () -> true);
    assertThat(mailed.whole()).isFalse();
    assertThat(tried).contains(1, 2).doesNotContain(5, 6);
  }
}
