package io.gostacker.common.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;

class IdsTest {

  @Property
  void everyPositiveNumberIsAnId(@ForAll @LongRange(min = 1) long id) {
    assertThat(Ids.parse(Long.toString(id))).isEqualTo(id);
  }

  @Property
  void whatDoesNotFitIsNone(
      @ForAll @BigRange(min = "9223372036854775808", max = "99999999999999999999999")
          BigInteger tooLarge) {
    assertThat(Ids.parse(tooLarge.toString())).isEqualTo(Ids.NONE);
  }

  @Property
  void whateverTheTextItIsAnIdOnlyIfItIsWrittenLikeOne(@ForAll String text) {
    long id = Ids.parse(text);
    if (id != Ids.NONE) {
      assertThat(text).isEqualTo(Long.toString(id));
    }
  }

  @Example
  void theEdges() {
    assertThat(Ids.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    for (String text :
        List.of(
            "",
            "0",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1.0",
            "1e3",
            "0x1",
            "\u0661",
            "\uFF11",
            "9223372036854775808",
            "9999999999999999999",
            "18446744073709551617")) {
      assertThat(Ids.parse(text)).describedAs(text).isEqualTo(Ids.NONE);
    }
  }

  @Example
  void aClientIdHasUpTo64LettersDigitsHyphensAndUnderscores() {
    for (String text : List.of("a", "Z-9_", "0".repeat(64))) {
      assertThat(Ids.isClientId(text)).describedAs(text).isTrue();
    }
    for (String text : List.of("", "0".repeat(65), "a b", "a.b", "\u00E4", "a\n", "\uD83D\uDE00")) {
      assertThat(Ids.isClientId(text)).describedAs(text).isFalse();
    }
  }
}
