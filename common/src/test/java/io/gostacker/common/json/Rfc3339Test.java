package io.gostacker.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class Rfc3339Test {
  private static final DateTimeFormatter ORACLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final long YEAR_0 = -62_167_219_200_000L;
  private static final long YEAR_9999 = 253_402_300_799_999L;

  @Property(tries = 5000)
  void writesWhatJavaTimeWritesAndReadsItBack(
      @ForAll @LongRange(min = YEAR_0, max = YEAR_9999) long epochMillis) {
    String text = Rfc3339.format(epochMillis);
    assertThat(text).hasSize(24).isEqualTo(ORACLE.format(Instant.ofEpochMilli(epochMillis)));
    assertThat(Rfc3339.parse(text)).isEqualTo(epochMillis);
  }

  @Example
  void writesTheEdges() {
    assertThat(Rfc3339.format(YEAR_0)).isEqualTo("0000-01-01T00:00:00.000Z");
    assertThat(Rfc3339.format(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
    assertThat(Rfc3339.format(951_782_400_000L)).isEqualTo("2000-02-29T00:00:00.000Z");
    assertThat(Rfc3339.format(YEAR_9999)).isEqualTo("9999-12-31T23:59:59.999Z");
  }

  @Example
  void readsOffsetsAndOtherFractions() {
    long expected = Rfc3339.parse("2026-11-23T14:16:05.000Z");
    assertThat(Rfc3339.parse("2026-11-23T14:16:05Z")).isEqualTo(expected);
    assertThat(Rfc3339.parse("2026-11-23T15:46:05+01:30")).isEqualTo(expected);
    assertThat(Rfc3339.parse("2026-11-23T14:16:05.123456789Z")).isEqualTo(expected + 123);
  }

  @Example
  void refusesWhatIsNoTime() {
    for (String text :
        List.of(
            "",
            "now",
            "2026-11-23",
            "2026-13-23T14:16:05Z",
            "2026-11-23T14:16:05",
            "1795443365123",
            "-0001-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59Z")) {
      assertThatThrownBy(() -> Rfc3339.parse(text))
          .describedAs(text)
          .isInstanceOf(DateTimeParseException.class);
    }
  }
}
