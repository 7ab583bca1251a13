package io.gostacker.verify.check;

import static io.gostacker.verify.check.Script.content;
import static io.gostacker.verify.check.Script.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.verify.history.Content;
import io.gostacker.verify.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The checker finds nothing in a clean history, and in each doctored one what was done to it.
class CheckerTest {

  private static Verdict check(List<Event> history, boolean redisMayLose) {
    Checker checker = new Checker(redisMayLose);
    history.forEach(checker);
    return checker.finish(true, true);
  }

  private static Verdict doctored(Consumer<List<Event>> doctor) {
    List<Event> history = new ArrayList<>(Script.clean());
    List<Event> before = List.copyOf(history);
    doctor.accept(history);
    assertThat(history).as("the doctor did something").isNotEqualTo(before);
    return check(history, false);
  }

  private static void remove(List<Event> from, Predicate<Event> which) {
    assertThat(from.removeIf(which)).as("there is one").isTrue();
  }

  private static void replace(List<Event> in, Event what, Event... by) {
    int at = in.indexOf(what);
    assertThat(at).as("there is %s", what).isNotNegative();
    in.remove(at);
    in.addAll(at, List.of(by));
  }

  private static void swap(List<Event> in, Event first, Event second) {
    int one = in.indexOf(first);
    int other = in.indexOf(second);
    in.set(one, second);
    in.set(other, first);
  }

  private static Event quiet() {
    return new Event.Quiet();
  }

  private static Event live(int device, int message) {
    return new Event.Live(device, 0, seq(message), content(message));
  }

  private static Event kept(long seq, int message) {
    return new Event.Kept(0, seq, content(message));
  }

  private static Event stored(long seq, int message) {
    return new Event.Stored(0, seq, content(message));
  }

  private static Event fed(long seq, int message) {
    return new Event.Fed(0, seq, content(message));
  }

  private static Event accepted(int device, int message) {
    return new Event.Accepted(device, message, seq(message));
  }

  /// One kind of doctoring.
  private static Arguments kind(String name, Rule expected, Consumer<List<Event>> doctor) {
    return Arguments.of(name, expected, doctor);
  }

  static Stream<Arguments> doctored() {
    long last = seq(9);
    return Stream.of(
        kind(
            "an acknowledged message is gone",
            Rule.LOST,
            h ->
                remove(
                    h,
                    e ->
                        e.equals(kept(last, 9))
                            || e.equals(stored(last, 9))
                            || e.equals(fed(last, 9)))),
        kind("the event feed leaves one out", Rule.NOT_FED, h -> remove(h, fed(last, 9)::equals)),
        kind(
            "the event feed tells of one with another text",
            Rule.NOT_FED,
            h ->
                replace(
                    h, fed(seq(3), 3), new Event.Fed(0, seq(3), Content.of(3, "another text")))),
        kind(
            "the event feed tells of what does not stand",
            Rule.NOT_FED,
            h -> h.add(fed(last + 1, 11))),
        kind("the event feed tells twice", Rule.FED_ORDER, h -> h.add(fed(last, 9))),
        kind(
            "the event feed is out of order",
            Rule.FED_ORDER,
            h -> swap(h, fed(seq(4), 4), fed(seq(5), 5))),
        kind(
            "it stands elsewhere than it was acknowledged",
            Rule.LOST,
            h -> replace(h, accepted(0, 4), new Event.Accepted(0, 4, seq(4) + 40))),
        kind("it stands twice", Rule.DUPLICATED, h -> h.add(kept(last + 1, 3))),
        kind(
            "something stands that nobody sent",
            Rule.PHANTOM,
            h -> h.add(new Event.Kept(0, last + 1, content(77)))),
        kind(
            "it stands with another text",
            Rule.PHANTOM,
            h -> {
              long other = Content.of(3, "another text");
              h.replaceAll(e ->
                  switch (e) {
                    case Event.Kept(int c, long s, long what) when what == content(3) ->
                        new Event.Kept(c, s, other);
                    case Event.Live(int d, int c, long s, long what) when what == content(3) ->
                        new Event.Live(d, c, s, other);
                    default -> e;
                  });
            }),
        kind(
            "something was shown that does not stand",
            Rule.PHANTOM,
            h -> replace(h, live(3, 9), live(3, 9), new Event.Live(3, 0, last + 1, content(11)))),
        kind(
            "an answer for what was never sent",
            Rule.PHANTOM,
            h -> replace(h, accepted(0, 8), accepted(0, 8), new Event.Accepted(0, 99, 50))),
        kind("what was refused for good stands", Rule.REJECTED, h -> h.add(kept(last + 1, 10))),
        kind(
            "a seq is left out",
            Rule.HOLE,
            h -> h.addAll(List.of(kept(last + 2, 11), stored(last + 2, 11)))),
        kind(
            "a conversation goes on 1,000,000 higher though Redis lost nothing",
            Rule.HOLE,
            h -> h.add(kept(last + 1_000_001, 11))),
        kind(
            "two devices see different things at one place",
            Rule.TWO_CONTENTS,
            h -> replace(h, live(3, 4), new Event.Live(3, 0, seq(4), content(11)))),
        kind(
            "the history has something else than the frame had",
            Rule.TWO_CONTENTS,
            h -> replace(h, kept(last, 9), kept(last, 11))),
        kind(
            "the same id gets two answers",
            Rule.TWO_ANSWERS,
            h ->
                replace(
                    h,
                    accepted(0, 6),
                    accepted(0, 6),
                    new Event.Invoked(1, 0, content(6), true),
                    new Event.Accepted(1, 6, seq(6) + 30))),
        kind(
            "frames come in the wrong order",
            Rule.SOCKET_ORDER,
            h -> swap(h, live(3, 6), live(3, 7))),
        kind(
            "what one sent on one socket stands in the other order",
            Rule.SENDER_ORDER,
            h -> {
              // Both were under way at once, so no other rule is broken.
              Event first = new Event.Invoked(0, 0, content(20), false);
              Event second = new Event.Invoked(0, 0, content(21), false);
              replace(
                  h,
                  quiet(),
                  first,
                  second,
                  new Event.Accepted(0, 20, last + 2),
                  new Event.Accepted(0, 21, last + 1),
                  quiet());
              h.addAll(List.of(kept(last + 1, 21), kept(last + 2, 20)));
            }),
        kind(
            "it stands before what had been acknowledged when it was sent",
            Rule.REAL_TIME,
            h -> {
              Event sent = new Event.Invoked(1, 0, content(5), false);
              remove(h, e -> e.equals(new Event.Invoked(2, 0, content(5), false)));
              replace(h, quiet(), sent, quiet());
              remove(h, e -> e.equals(accepted(2, 5)));
              replace(h, quiet(), new Event.Accepted(1, 5, seq(5)), quiet());
            }),
        kind(
            "a connected device got no frame and finds it when it looks",
            Rule.MISSED,
            h -> replace(h, quiet(), quiet(), new Event.Pulled(3, 0, last + 1, content(11)))),
        kind(
            "a frame came only by the last sync",
            Rule.MISSED,
            h -> {
              remove(h, e -> e.equals(live(1, 4)));
              replace(h, quiet(), quiet(), new Event.Pulled(1, 0, seq(4), content(4)));
            }),
        kind(
            "a device never sees a message",
            Rule.INCOMPLETE,
            h -> remove(h, e -> e.equals(live(1, 4)))),
        kind(
            "the sender's other device never sees it",
            Rule.INCOMPLETE,
            h -> remove(h, e -> e.equals(live(1, 8)))),
        kind(
            "a member sees what came before joining",
            Rule.PRIVATE,
            h -> replace(h, live(3, 2), live(3, 2), live(4, 2))),
        kind(
            "a member sees what came after leaving",
            Rule.PRIVATE,
            h -> replace(h, live(3, 8), live(3, 8), live(4, 8))),
        kind(
            "a stranger gets a frame",
            Rule.PRIVATE,
            h -> replace(h, live(3, 8), live(3, 8), live(5, 8))),
        kind(
            "a stranger gets it by a sync",
            Rule.PRIVATE,
            h -> replace(h, quiet(), new Event.Pulled(5, 0, seq(1), content(1)), quiet())),
        kind(
            "an answered removal did not happen",
            Rule.NOT_REMOVED,
            h -> remove(h, Event.Left.class::isInstance)),
        kind(
            "who was told that it stands does not find it",
            Rule.READ_BACK,
            h -> replace(h, new Event.ReadBack(3, true), new Event.ReadBack(3, false))),
        kind(
            "MySQL lacks a message",
            Rule.NOT_STORED,
            h -> remove(h, e -> e.equals(stored(seq(3), 3)))),
        kind(
            "MySQL has another text",
            Rule.STORED_OTHERWISE,
            h ->
                replace(
                    h,
                    stored(seq(3), 3),
                    new Event.Stored(0, seq(3), Content.of(3, "another text")))),
        kind(
            "MySQL has what nobody is shown",
            Rule.STORED_OTHERWISE,
            h -> h.add(stored(last + 1, 11))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doctored")
  void findsWhatWasDone(String name, Rule expected, Consumer<List<Event>> doctor) {
    Verdict verdict = doctored(doctor);
    assertThat(verdict.findings().counts()).containsKey(expected);
    assertThat(verdict.findings().words()).anyMatch(words -> words.startsWith(expected + ": "));
  }

  @Test
  void findsNothingInACleanHistory() {
    Verdict verdict = check(Script.clean(), false);
    assertThat(verdict.findings().words()).isEmpty();
    assertThat(verdict.acknowledged()).isEqualTo(Script.MESSAGES);
    assertThat(verdict.rejected()).isOne();
    assertThat(verdict.unknown()).isOne();
    assertThat(verdict.kept()).isEqualTo(Script.MESSAGES + 3);
  }

  @Test
  void everyRuleIsBrokenByOneOfTheDoctoredHistories() {
    assertThat(doctored().map(arguments -> arguments.get()[1]).distinct())
        .containsExactlyInAnyOrder((Object[]) Rule.values());
  }

  /// What may happen, and breaks nothing.
  static Stream<Arguments> allowed() {
    long last = seq(9);
    return Stream.of(
        Arguments.of(
            "a frame comes twice",
            (Consumer<List<Event>>) h -> replace(h, live(3, 7), live(3, 7), live(3, 6))),
        Arguments.of(
            "frames come in the wrong order and a resync follows",
            (Consumer<List<Event>>)
                h -> {
                  swap(h, live(3, 6), live(3, 7));
                  replace(h, live(3, 9), live(3, 9), new Event.Resync(3));
                }),
        Arguments.of(
            "the socket breaks and the rest comes by a sync",
            (Consumer<List<Event>>)
                h -> {
                  remove(h, e -> e.equals(live(3, 8)));
                  replace(
                      h,
                      live(3, 9),
                      new Event.Closed(3),
                      new Event.Opened(3),
                      new Event.Pulled(3, 0, seq(8), content(8)),
                      live(3, 9));
                }),
        Arguments.of(
            "what was never answered stands all the same",
            (Consumer<List<Event>>)
                h -> {
                  List<Event> frames = new ArrayList<>();
                  for (int device = 0; device < 4; device++) {
                    frames.add(new Event.Live(device, 0, last + 1, content(11)));
                  }
                  frames.add(quiet());
                  replace(h, quiet(), frames.toArray(Event[]::new));
                  h.addAll(List.of(kept(last + 1, 11), stored(last + 1, 11), fed(last + 1, 11)));
                }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allowed")
  void findsNothingIn(String name, Consumer<List<Event>> change) {
    assertThat(doctored(change).findings().words()).isEmpty();
  }

  @Test
  void aJumpIsAllowedWhereRedisMayLose() {
    List<Event> history = new ArrayList<>(Script.clean());
    long higher = 1_000_000 + seq(9) + 1;
    List<Event> frames = new ArrayList<>();
    for (int device = 0; device < 4; device++) {
      frames.add(new Event.Live(device, 0, higher, content(11)));
    }
    frames.add(quiet());
    replace(history, quiet(), frames.toArray(Event[]::new));
    history.addAll(List.of(kept(higher, 11), stored(higher, 11), fed(higher, 11)));
    assertThat(check(history, true).findings().words()).isEmpty();
    assertThat(check(history, true).jumps()).isOne();
    assertThat(check(history, false).findings().counts()).containsOnlyKeys(Rule.HOLE);
  }
}
