package io.gostacker.common.shardlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ShardsTest {

  @Property
  void everyConversationHasAShard(
      @ForAll long conversationId, @ForAll @IntRange(min = 1, max = 4096) int count) {
    assertThat(new Shards(count).of(conversationId)).isBetween(0, count - 1);
  }

  @Property(tries = 50)
  void idsThatFollowEachOtherSpread(
      @ForAll long first, @ForAll @IntRange(min = 1, max = 1 << 20) int step) {
    Shards shards = new Shards(64);
    int[] load = new int[64];
    for (int i = 0; i < 64_000; i++) {
      load[shards.of(first + (long) i * step)]++;
    }
    // 1,000 each with a standard deviation of 31; seven of them.
    assertThat(Arrays.stream(load).min().orElseThrow()).isGreaterThan(780);
    assertThat(Arrays.stream(load).max().orElseThrow()).isLessThan(1_220);
  }

  /// A conversation's shard is for ever.
  @Example
  void shardsStayWhatTheyAre() {
    Shards shards = new Shards(64);
    assertThat(new int[] {shards.of(1), shards.of(2), shards.of(3), shards.of(Long.MAX_VALUE)})
        .containsExactly(37, 10, 48, 61);
  }

  @Example
  void aCountOutOfBoundsNamesTheSetting() {
    for (int count : new int[] {0, -1, 4097}) {
      assertThatThrownBy(() -> new Shards(count)).hasMessageContaining("gostacker.shards");
    }
  }

  @Example
  void aPositionIsReadBackAsItWas() {
    assertThat(Position.parse("17:abc")).isEqualTo(new Position(17, "abc")).hasToString("17:abc");
    assertThat(Position.parse(Position.START.toString())).isEqualTo(Position.START);
    for (String text : new String[] {"", ":", ":a", "17", "x:a", "99999999999999999999:a"}) {
      assertThatThrownBy(() -> Position.parse(text))
          .describedAs(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
