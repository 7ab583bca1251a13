package io.gostacker.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.json.JsonMapper;

/// Jackson reads what is written here.
class JsonBytesTest {
  private static final JsonMapper JACKSON = JsonMapper.builder().build();

  @Property(tries = 2000)
  void anyTextIsReadBackAsItWas(@ForAll @From("texts") String text) {
    assertThat(read(new JsonBytes(0).string(text))).isEqualTo(wellFormed(text));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Character> awkward =
        Arbitraries.oneOf(
            Arbitraries.chars().range('\0', '\u009F'),
            Arbitraries.chars().range('\uD7F0', '\uE010'),
            Arbitraries.of('"', '\\', '/', '\u07FF', '\u0800', '\u2028', '\uFEFF', '\uFFFF'),
            Arbitraries.chars().all());
    return awkward.array(char[].class).ofMaxSize(200).map(String::new);
  }

  @Example
  void everyCodePointIsReadBackAsItWas() {
    for (int plane = 0; plane <= 0x10; plane++) {
      StringBuilder text = new StringBuilder();
      for (int c = plane << 16; c < (plane + 1) << 16; c++) {
        if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
          text.appendCodePoint(c);
        }
      }
      assertThat(read(new JsonBytes(16).string(text.toString())).equals(text.toString()))
          .describedAs("plane %s", plane)
          .isTrue();
    }
  }

  @Example
  void aLoneSurrogateBecomesTheReplacementCharacter() {
    assertThat(read(new JsonBytes(16).string("a\uD83D"))).isEqualTo("a\uFFFD");
    assertThat(read(new JsonBytes(16).string("\uDE00\uD83Db"))).isEqualTo("\uFFFD\uFFFDb");
  }

  @Property
  void numbersAndIdsAreReadBackAsTheyWere(@ForAll long value) {
    byte[] json =
        new JsonBytes(0)
            .raw("{\"n\":")
            .number(value)
            .raw(",\"id\":")
            .id(value)
            .raw("}")
            .toByteArray();
    var tree = JACKSON.readTree(json);
    assertThat(tree.get("n").asLong()).isEqualTo(value);
    assertThat(tree.get("id").asString()).isEqualTo(Long.toString(value));
  }

  @Property
  void bytesAreTakenAsTheyAre(@ForAll byte[] bytes) {
    JsonBytes json = new JsonBytes(0).raw("[").raw(bytes).raw("]");
    assertThat(json.size()).isEqualTo(bytes.length + 2);
    assertThat(json.toByteArray())
        .hasSize(bytes.length + 2)
        .startsWith('[')
        .endsWith(']')
        .satisfies(all -> assertThat(Arrays.copyOfRange(all, 1, all.length - 1)).isEqualTo(bytes));
  }

  private static String read(JsonBytes json) {
    return JACKSON.readValue(json.toByteArray(), String.class);
  }

  /// The text with U+FFFD for lone surrogates.
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
  }
}
