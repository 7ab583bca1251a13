package io.gostacker.testkit.shardlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every shard log does. Each test has a shard of its own.
public abstract class ShardLogContract {
  private static final AtomicInteger NEXT_SHARD = new AtomicInteger();
  private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);

  private int shard;
  private LogProbe probe;

  /// The log under test; the same for a whole test.
  protected abstract ShardLog log();

  /// Loses everything of a shard.
  protected abstract void lose(int shard);

  /// Loses every entry above `kept`, which becomes the head.
  protected abstract void shorten(int shard, Position kept);

  @BeforeEach
  final void choose() {
    shard = NEXT_SHARD.getAndIncrement();
    probe = new LogProbe(log());
  }

  @Test
  void aLogThatWasNeverWrittenHasNothing() {
    assertThat(log().isUp(shard)).isTrue();
    assertThat(probe.head(shard)).isEmpty();
    assertThat(probe.flushed(shard)).isEmpty();
    assertThat(probe.read(shard, 0, 10)).isEmpty();
    assertThat(probe.append(shard, Position.START, "a", PAYLOAD)).isEqualTo(new Appended.Gone());
    assertThat(probe.head(shard)).isEmpty();
  }

  @Test
  void anEpochBeginsOnceAtItsBase() {
    Position base = new Position(1_000_000, "first");
    assertThat(probe.begin(shard, Optional.empty(), base)).isInstanceOf(Appended.Done.class);
    assertThat(probe.head(shard)).contains(base);
    Position other = new Position(1_000_000, "second");
    assertThat(probe.begin(shard, Optional.empty(), other)).isEqualTo(new Appended.Conflict(base));
    assertThat(probe.read(shard, 0, 10))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.position()).isEqualTo(base);
          assertThat(entry.previousBatchId()).isEmpty();
        });
  }

  @Test
  void aLaterEpochBeginsAfterTheHeadThatWasObserved() {
    Position base = probe.begun(shard, 1_000_000);
    Position head = probe.appended(shard, base, PAYLOAD);
    Position next = new Position(2_000_001, "next");
    assertThat(probe.begin(shard, Optional.of(base), next)).isEqualTo(new Appended.Conflict(head));
    assertThat(probe.begin(shard, Optional.empty(), next)).isEqualTo(new Appended.Conflict(head));
    assertThat(probe.begin(shard, Optional.of(head), next)).isInstanceOf(Appended.Done.class);
    assertThat(probe.head(shard)).contains(next);
    assertThat(probe.read(shard, head.offset(), 10))
        .singleElement()
        .satisfies(entry -> assertThat(entry.previousBatchId()).isEqualTo(head.batchId()));
  }

  @Test
  void anEpochDoesNotBeginAfterAHeadThatIsGone() {
    Position base = probe.begun(shard, 1_000_000);
    lose(shard);
    assertThat(probe.begin(shard, Optional.of(base), new Position(2_000_000, "next")))
        .isEqualTo(new Appended.Gone());
  }

  @Test
  void anAppendNamesTheHeadOrIsRefused() {
    Position base = probe.begun(shard, 1);
    Appended appended = probe.append(shard, base, "a", PAYLOAD);
    assertThat(appended)
        .isInstanceOfSatisfying(
            Appended.Done.class, done -> assertThat(done.appendedAt()).isPositive());
    Position head = new Position(2, "a");
    assertThat(probe.head(shard)).contains(head);
    Appended conflict = new Appended.Conflict(head);
    assertThat(probe.append(shard, base, "b", PAYLOAD)).isEqualTo(conflict);
    assertThat(probe.append(shard, new Position(2, "other"), "b", PAYLOAD)).isEqualTo(conflict);
    assertThat(probe.append(shard, new Position(9, "a"), "b", PAYLOAD)).isEqualTo(conflict);
    assertThat(probe.append(shard, Position.START, "b", PAYLOAD)).isEqualTo(conflict);
    assertThat(probe.offsets(shard, 0, 10)).containsExactly(1L, 2L);
  }

  @Test
  void entriesComeInOrderUpToTheLimit() {
    Position at = probe.begun(shard, 1);
    for (int i = 0; i < 20; i++) {
      at = probe.appended(shard, at, ("payload " + i).getBytes(UTF_8));
    }
    assertThat(probe.offsets(shard, 0, 3)).containsExactly(1L, 2L, 3L);
    assertThat(probe.offsets(shard, 3, 2)).containsExactly(4L, 5L);
    assertThat(probe.offsets(shard, 19, 100)).containsExactly(20L, 21L);
    assertThat(probe.offsets(shard, 21, 100)).isEmpty();
    List<LogEntry> all = probe.read(shard, 0, 100);
    assertChained(all);
    assertThat(all.getLast().payload()).isEqualTo("payload 19".getBytes(UTF_8));
    assertThat(all).extracting(LogEntry::appendedAt).isSorted();
  }

  @Test
  void trimmingForgetsEntriesAndKeepsTheHead() {
    Position at = probe.begun(shard, 1);
    for (int i = 0; i < 5; i++) {
      at = probe.appended(shard, at, PAYLOAD);
    }
    probe.trim(shard, 4);
    assertThat(probe.offsets(shard, 0, 100)).containsExactly(4L, 5L, 6L);
    probe.trim(shard, 2);
    assertThat(probe.offsets(shard, 0, 100)).containsExactly(4L, 5L, 6L);
    probe.trim(shard, 7);
    assertThat(probe.offsets(shard, 0, 100)).isEmpty();
    assertThat(probe.head(shard)).contains(at);
    Position next = probe.appended(shard, at, PAYLOAD);
    assertThat(probe.read(shard, 0, 10))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.position()).isEqualTo(next);
          assertThat(entry.offset()).isEqualTo(7);
        });
  }

  @Test
  void anAppendWhoseAnswerWasLostIsFoundByItsBatchId() {
    Position base = probe.begun(shard, 1);
    String batchId = LogProbe.batchId();
    probe.append(shard, base, batchId, PAYLOAD); // whatever it answered
    assertThat(probe.read(shard, base.offset(), 1))
        .singleElement()
        .satisfies(entry -> assertThat(entry.batchId()).isEqualTo(batchId));
    assertThat(probe.append(shard, base, batchId, PAYLOAD))
        .as("tried again blindly")
        .isEqualTo(new Appended.Conflict(new Position(2, batchId)));
  }

  @Test
  void anAbandonedAppendThatArrivesLateIsRefused() {
    Position base = probe.begun(shard, 1);
    Position winner = probe.appended(shard, base, PAYLOAD);
    assertThat(probe.append(shard, base, "late", PAYLOAD)).isEqualTo(new Appended.Conflict(winner));
    assertThat(probe.offsets(shard, 0, 10)).containsExactly(1L, 2L);
  }

  @Test
  void nothingIsSentBeforeTheFlush() {
    Position base = probe.begun(shard, 1);
    var first = log().append(shard, base, "a", PAYLOAD);
    var second = log().append(shard, new Position(2, "a"), "b", PAYLOAD);
    var head = log().head(shard);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    assertThat(probe.answer(head)).as("in the order of the asking").contains(new Position(3, "b"));
    assertThat(probe.answer(first)).isInstanceOf(Appended.Done.class);
    assertThat(probe.answer(second)).isInstanceOf(Appended.Done.class);
  }

  @Test
  void aLostLogIsGone() {
    Position base = probe.begun(shard, 1);
    Position head = probe.appended(shard, base, PAYLOAD);
    lose(shard);
    assertThat(probe.head(shard)).isEmpty();
    assertThat(probe.append(shard, head, "a", PAYLOAD)).isEqualTo(new Appended.Gone());
    assertThat(probe.read(shard, 0, 10)).isEmpty();
    Position next = probe.begun(shard, 1_000_002);
    probe.appended(shard, next, PAYLOAD);
    assertThat(probe.offsets(shard, 0, 10)).containsExactly(1_000_002L, 1_000_003L);
  }

  @Test
  void aShortenedLogRefusesWhoKnowsMore() {
    Position kept = probe.appended(shard, probe.begun(shard, 1), PAYLOAD);
    Position lost = probe.appended(shard, kept, PAYLOAD);
    shorten(shard, kept);
    assertThat(probe.append(shard, lost, "a", PAYLOAD)).isEqualTo(new Appended.Conflict(kept));
    Position other = probe.appended(shard, kept, PAYLOAD);
    assertThat(other.offset()).isEqualTo(lost.offset());
    assertThat(probe.append(shard, lost, "a", PAYLOAD))
        .as("the same offset, another entry")
        .isEqualTo(new Appended.Conflict(other));
    assertChained(probe.read(shard, 0, 10));
  }

  @Test
  void flushedIsRaisedAndNeverLowered() {
    probe.raiseFlushed(shard, new Position(10, "a"));
    assertThat(probe.flushed(shard)).contains(new Position(10, "a"));
    probe.raiseFlushed(shard, new Position(9, "b"));
    probe.raiseFlushed(shard, new Position(10, "c"));
    assertThat(probe.flushed(shard)).contains(new Position(10, "a"));
    probe.raiseFlushed(shard, new Position(1_000_000_000_001L, "d"));
    assertThat(probe.flushed(shard)).contains(new Position(1_000_000_000_001L, "d"));
    probe.raiseFlushed(shard, new Position(1_000_000_000_000L, "e"));
    assertThat(probe.flushed(shard)).contains(new Position(1_000_000_000_001L, "d"));
  }

  @Test
  void payloadsAreAnyBytesOfAnyLength() {
    byte[] large = new byte[1024 * 1024];
    new Random(1).nextBytes(large);
    byte[] binary = new byte[256];
    IntStream.range(0, 256).forEach(i -> binary[i] = (byte) i);
    Position at = probe.begun(shard, 1);
    for (byte[] payload : List.of(large, binary, new byte[0], "\r\n$-1\r\n".getBytes(UTF_8))) {
      at = probe.appended(shard, at, payload);
    }
    assertThat(probe.read(shard, 1, 10))
        .extracting(LogEntry::payload)
        .containsExactly(large, binary, new byte[0], "\r\n$-1\r\n".getBytes(UTF_8));
  }

  @Test
  void shardsKnowNothingOfEachOther() {
    int other = NEXT_SHARD.getAndIncrement();
    Position here = probe.begun(shard, 1);
    Position there = probe.begun(other, 5);
    probe.appended(shard, here, PAYLOAD);
    probe.trim(shard, 9);
    assertThat(probe.head(other)).contains(there);
    assertThat(probe.offsets(other, 0, 10)).containsExactly(5L);
  }

  @Test
  void ofManyWritersExactlyOneWinsEachOffset() throws InterruptedException {
    LogRace race = new LogRace(log(), shard, probe.begun(shard, 1));
    race.run(8, 50);
    List<LogEntry> entries = probe.read(shard, 0, 10_000);
    assertChained(entries);
    assertThat(entries).hasSize(1 + 8 * 50);
    assertThat(entries.subList(1, entries.size()))
        .extracting(LogEntry::position)
        .containsExactlyInAnyOrderElementsOf(race.won());
  }

  private static void assertChained(List<LogEntry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      LogEntry before = entries.get(i - 1);
      assertThat(entries.get(i).follows(before.position()))
          .as("%s after %s", entries.get(i).position(), before.position())
          .isTrue();
    }
  }
}
