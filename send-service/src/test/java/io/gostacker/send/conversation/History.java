package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/// A random history of one conversation, created by user 1 with 1, 2 and (unless direct) 3.
record History(
    ConversationType type, HistoryPolicy policy, JoinPolicy joinPolicy, List<Step> steps) {

  static final int USERS = 7;
  static final int ROOM = 5;
  static final int CLIENT_IDS = 12;

  long[] members() {
    return type == ConversationType.DIRECT ? new long[] {1, 2} : new long[] {1, 2, 3};
  }

  /// Makes histories for `@ForAll`.
  static final class Any implements ArbitrarySupplier<History> {
    @Override
    public Arbitrary<History> get() {
      return Combinators.combine(
              Arbitraries.frequency(
                  Tuple.of(4, ConversationType.GROUP),
                  Tuple.of(2, ConversationType.CHANNEL),
                  Tuple.of(1, ConversationType.DIRECT)),
              Arbitraries.of(HistoryPolicy.class),
              Arbitraries.of(JoinPolicy.class),
              steps().list().ofMinSize(5).ofMaxSize(80))
          .as(History::new);
    }

    private static Arbitrary<Step> steps() {
      return Arbitraries.frequencyOf(
          Tuple.of(12, sends()),
          Tuple.of(5, Combinators.combine(users(), back()).as(Step.Read::new)),
          Tuple.of(1, Combinators.combine(users(), back()).as(Step.Delivered::new)),
          Tuple.of(3, Combinators.combine(users(), userSets()).as(Step.Add::new)),
          Tuple.of(2, Combinators.combine(users(), Arbitraries.of(true, false)).as(Step.Join::new)),
          Tuple.of(3, Combinators.combine(users(), users()).as(Step.Remove::new)),
          Tuple.of(
              3,
              Combinators.combine(users(), users(), Arbitraries.of(0, 2_000, 5_000, 1_000_000_000))
                  .as(Step.Ban::new)),
          Tuple.of(
              2, Combinators.combine(users(), Arbitraries.of(true, false)).as(Step.Block::new)),
          Tuple.of(2, changes()),
          Tuple.of(5, memberChanges()),
          Tuple.of(1, users().map(Step.CreateAgain::new)),
          Tuple.of(1, Arbitraries.of(2L, 3L, 4L, 5L, 6L, 7L).map(Step.Disband::new)),
          Tuple.of(2, Arbitraries.integers().between(1, 4_000).map(Step.TimePasses::new)),
          Tuple.of(1, Arbitraries.create(Step.EpochPasses::new)));
    }

    private static Arbitrary<Step> sends() {
      return Combinators.combine(
              users(),
              Arbitraries.integers().between(1, CLIENT_IDS),
              Arbitraries.frequency(Tuple.of(6, false), Tuple.of(1, true)))
          .as(Step.Send::new);
    }

    private static Arbitrary<Step> changes() {
      return Combinators.combine(
              users(),
              optional(Arbitraries.of("one", "two")),
              optional(Arbitraries.of(JoinPolicy.class)))
          .as(Step.Change::new);
    }

    private static Arbitrary<Step> memberChanges() {
      return Combinators.combine(
              users(),
              users(),
              optional(Arbitraries.of(Role.class)),
              optional(Arbitraries.of("", "Al", "Bo")),
              optional(Arbitraries.of(-1_000, 0, 3_000, 9_000)))
          .as(Step.ChangeMember::new);
    }

    /// The creator more often than others, so that something is allowed.
    private static Arbitrary<Long> users() {
      return Arbitraries.frequencyOf(
          Tuple.of(3, Arbitraries.just(1L)), Tuple.of(7, Arbitraries.longs().between(1, USERS)));
    }

    private static Arbitrary<Set<Long>> userSets() {
      return Arbitraries.longs().between(1, USERS).set().ofMinSize(1).ofMaxSize(3);
    }

    private static Arbitrary<Integer> back() {
      return Arbitraries.integers().between(-3, 12);
    }

    private static <T> Arbitrary<@Nullable T> optional(Arbitrary<T> values) {
      return values.injectNull(0.5);
    }
  }
}
