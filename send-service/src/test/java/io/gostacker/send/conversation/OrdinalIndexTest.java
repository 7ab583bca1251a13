package io.gostacker.send.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OrdinalIndexTest {

  /// Each number is a message: how far its seq lies above the one before, negative for `system`.
  @Property(tries = 1000)
  void knowsTheOrdinalAtEverySeqInLayersToo(
      @ForAll @Size(max = 200) List<@IntRange(min = -3, max = 3) Integer> messages,
      @ForAll @IntRange(min = 0, max = 200) int forkAt) {
    OrdinalIndex index = new OrdinalIndex(0, 0);
    TreeMap<Long, Long> model = new TreeMap<>();
    model.put(0L, 0L);
    long seq = 0;
    long ordinal = 0;
    for (int i = 0; i < messages.size(); i++) {
      if (i == forkAt) {
        index = index.fork();
      }
      int message = messages.get(i);
      seq += Math.max(1, Math.abs(message));
      ordinal += message < 0 ? 0 : 1;
      index.add(seq, ordinal);
      model.put(seq, ordinal);
    }
    for (long at = 0; at <= seq + 2; at++) {
      assertThat(index.at(at)).describedAs("at %s", at).isEqualTo(model.floorEntry(at).getValue());
    }
  }

  @Example
  void belowWhereItBeginsItSaysThatItDoesNotKnow() {
    OrdinalIndex index = new OrdinalIndex(100, 60);
    index.add(101, 61);
    assertThat(index.at(99)).isEqualTo(OrdinalIndex.UNKNOWN);
    assertThat(index.at(100)).isEqualTo(60);
  }

  @Example
  void keepsTheNewestBreaksAndForgetsTheOldest() {
    OrdinalIndex index = new OrdinalIndex(0, 0);
    for (int i = 1; i <= 10_000; i++) {
      index.add(2L * i - 1, i - 1); // a notice
      index.add(2L * i, i);
    }
    assertThat(index.at(20_000)).isEqualTo(10_000);
    assertThat(index.at(19_001)).isEqualTo(9_500);
    assertThat(index.at(1_000)).isEqualTo(OrdinalIndex.UNKNOWN);
  }
}
