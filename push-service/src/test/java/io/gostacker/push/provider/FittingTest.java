package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.json.JsonBytes;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Texts that have to fit.
class FittingTest {
  private static final int[] SAMPLES = {'a', '"', '\\', '\n', 1, 0x7F, 0xE9, 0x6F22, 0x1F98A};

  @Test
  void whatFitsIsLeftAlone() {
    assertThat(Fitting.cut("fox", 3)).isEqualTo("fox");
    assertThat(Fitting.cut("🦊🦊", 8)).isEqualTo("🦊🦊");
    assertThat(Fitting.cut("", 0)).isEmpty();
  }

  @Test
  void whatDoesNotFitIsCutBetweenCharacters() {
    assertThat(Fitting.cut("foxes", 4)).isEqualTo("f…");
    assertThat(Fitting.cut("🦊🦊🦊", 11)).isEqualTo("🦊🦊…");
    assertThat(Fitting.cut("🦊🦊🦊", 10)).isEqualTo("🦊…");
  }

  @Test
  void nothingIsEverTooLongOrShorterThanItNeedsToBe() {
    Random random = new Random(7);
    for (int run = 0; run < 20_000; run++) {
      int[] codePoints =
          random.ints(random.nextInt(40), 0, SAMPLES.length).map(i -> SAMPLES[i]).toArray();
      String text = new String(codePoints, 0, codePoints.length);
      int room = 3 + random.nextInt(60);

      String cut = Fitting.cut(text, room);

      assertThat(size(cut)).isLessThanOrEqualTo(room);
      if (!cut.equals(text)) {
        assertThat(size(text)).isGreaterThan(room);
        assertThat(size(cut)).isGreaterThan(room - 6);
      }
    }
  }

  private static int size(String text) {
    return new JsonBytes(64).string(text).size() - 2;
  }
}
