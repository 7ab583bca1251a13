package io.gostacker.send.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class RecentClientIdsTest {

  /// A plain list of what is remembered, oldest first.
  private static final class Remembered {
    private record Entry(String key, RecentClientIds.Result result) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(String key, long seq, long time, int limit, long maxAge) {
      while (!entries.isEmpty()
          && (entries.size() >= limit || entries.getFirst().result().sentAt() < time - maxAge)) {
        entries.removeFirst();
      }
      if (find(key) == null) {
        entries.add(new Entry(key, new RecentClientIds.Result(seq, time)));
      }
    }

    RecentClientIds.@Nullable Result find(String key) {
      return entries.stream()
          .filter(e -> e.key().equals(key))
          .map(Entry::result)
          .findFirst()
          .orElse(null);
    }
  }

  @Property(tries = 300)
  void remembersWhatAListWould(
      @ForAll @Size(max = 400) List<@IntRange(max = 60) Integer> ids,
      @ForAll @IntRange(min = 1, max = 40) int limit,
      @ForAll @IntRange(min = 1, max = 60) int maxAge) {
    RecentClientIds recent = new RecentClientIds(limit, maxAge);
    Remembered model = new Remembered();
    for (int seq = 1; seq <= ids.size(); seq++) {
      String id = "id-" + ids.get(seq - 1);
      recent.add(7, id, seq, seq);
      model.add(id, seq, seq, limit, maxAge);
      assertThat(recent.size()).isEqualTo(model.entries.size()).isLessThanOrEqualTo(limit);
      for (int other = 0; other <= 60; other++) {
        assertThat(recent.find(7, "id-" + other)).isEqualTo(model.find("id-" + other));
      }
      assertThat(recent.find(8, id)).isNull();
    }
  }

  @Example
  void theLastTenThousandAreRememberedAndNoMore() {
    RecentClientIds recent = new RecentClientIds(10_000, 86_400_000);
    for (int seq = 1; seq <= 30_000; seq++) {
      recent.add(seq % 5, "id-" + seq, seq, 1_000L);
    }
    assertThat(recent.size()).isEqualTo(10_000);
    for (int seq = 1; seq <= 30_000; seq++) {
      RecentClientIds.Result found = recent.find(seq % 5, "id-" + seq);
      assertThat(found).isEqualTo(seq <= 20_000 ? null : new RecentClientIds.Result(seq, 1_000L));
    }
  }

  @Example
  void anIdIsRememberedForTheWholeTimeAndForgottenWithTheNextMessageAfterIt() {
    RecentClientIds recent = new RecentClientIds(10_000, 1_000);
    recent.add(1, "a", 1, 0);
    recent.add(1, "b", 2, 1_000);
    assertThat(recent.find(1, "a")).isNotNull();
    recent.add(1, "c", 3, 1_001);
    assertThat(recent.find(1, "a")).isNull();
    assertThat(recent.find(1, "b")).isNotNull();
  }

  @Example
  void aClockThatStepsBackForgetsNothing() {
    RecentClientIds recent = new RecentClientIds(10_000, 1_000);
    recent.add(1, "a", 1, 5_000);
    recent.add(1, "b", 2, 10);
    recent.add(1, "c", 3, 5_500);
    assertThat(recent.find(1, "a")).isNotNull();
    assertThat(recent.find(1, "b")).isNotNull();
  }
}
