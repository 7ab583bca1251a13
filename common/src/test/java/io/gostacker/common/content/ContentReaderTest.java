package io.gostacker.common.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Which contents are taken, and that they are taken as they are.
class ContentReaderTest {
  private static final JsonFactory JSON = new JsonFactory();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"text\",\"text\":\"hi\"}",
        "{\"text\":\"\",\"type\":\"text\"}",
        "{\"type\":\"text\",\"text\":\"\\u0000\\u001f\\ud83d\\ude00 \u00fc\"}",
        "{\"type\":\"image\",\"url\":\"u\",\"width\":0,\"height\":9007199254740991}",
        "{\"type\":\"voice\",\"url\":\"u\",\"durationMs\":1}",
        "{\"type\":\"file\",\"url\":\"u\",\"name\":\"n\",\"size\":12}",
        "{\"type\":\"custom\",\"data\":{}}",
        "{\"type\":\"custom\",\"data\":{\"a\":[{\"a\":1},{\"a\":1}]},\"b\":{\"a\":1}}",
        "{\"type\":\"text\",\"text\":\"x\",\"mentions\":\"all\",\"replyTo\":1}",
        "{\"type\":\"text\",\"text\":\"x\",\"mentions\":[]}",
        "{\"type\":\"text\",\"text\":\"x\",\"mentions\":[\"1\",\"2\"],\"more\":1e999}",
        "{ \"type\" : \"text\" ,\n\t\"text\":\"x\" , \"\u00e4\" : null }",
      })
  void taken(String content) {
    assertThat(read(content)).isInstanceOf(Content.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "content | []",
        "content | \"text\"",
        "content.type | {}",
        "content.type | {\"type\":1}",
        "content.type | {\"type\":\"poll\"}",
        "content.text | {\"type\":\"text\"}",
        "content.text | {\"type\":\"text\",\"text\":1}",
        "content.text | {\"type\":\"text\",\"text\":null}",
        "content.text | {\"type\":\"text\",\"text\":\"a\",\"text\":\"b\"}",
        "content.url | {\"type\":\"image\",\"url\":\"\",\"width\":1,\"height\":1}",
        "content.width | {\"type\":\"image\",\"url\":\"u\",\"height\":1}",
        "content.width | {\"type\":\"image\",\"url\":\"u\",\"width\":1.0,\"height\":1}",
        "content.height | {\"type\":\"image\",\"url\":\"u\",\"width\":1,\"height\":\"1\"}",
        "content.durationMs | {\"type\":\"voice\",\"url\":\"u\",\"durationMs\":-1}",
        "content.name | {\"type\":\"file\",\"url\":\"u\",\"name\":\"\",\"size\":1}",
        "content.size | {\"type\":\"file\",\"url\":\"u\",\"name\":\"n\",\"size\":9007199254740992}",
        "content.size | {\"type\":\"file\",\"url\":\"u\",\"name\":\"n\",\"size\":99999999999999999999}",
        "content.data | {\"type\":\"custom\",\"data\":[]}",
        "content.mentions | {\"type\":\"text\",\"text\":\"x\",\"mentions\":\"some\"}",
        "content.mentions | {\"type\":\"text\",\"text\":\"x\",\"mentions\":[1]}",
        "content.mentions | {\"type\":\"text\",\"text\":\"x\",\"mentions\":[\"all\"]}",
        "content.mentions | {\"type\":\"text\",\"text\":\"x\",\"mentions\":[[\"1\"]]}",
        "content.mentions | {\"type\":\"text\",\"text\":\"x\",\"mentions\":{\"a\":1}}",
        "content.replyTo | {\"type\":\"text\",\"text\":\"x\",\"replyTo\":0}",
        "content.replyTo | {\"type\":\"text\",\"text\":\"x\",\"replyTo\":\"1\"}",
        "content | {\"type\":\"text\",\"text\":\"\\ud800\"}",
        "content | {\"type\":\"text\",\"text\":\"\\udc00\\ud800\"}",
        "content | {\"type\":\"custom\",\"data\":{\"a\":[\"\\udfff\"]}}",
        "content | {\"type\":\"custom\",\"data\":{\"a\":1,\"a\":2}}",
        "content | {\"type\":\"custom\",\"data\":{\"a\":1,\"\\u0061\":2}}",
        "content.a | {\"type\":\"custom\",\"data\":{},\"a\":1,\"a\":2}",
      })
  void refused(String field, String content) {
    assertThat(read(content))
        .isInstanceOfSatisfying(
            Content.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.message()).isNotEmpty();
            });
  }

  @Test
  void nestingIsBounded() {
    String deepest = "{\"type\":\"custom\",\"data\":{\"a\":" + nested(30) + "}}";
    assertThat(read(deepest)).isInstanceOf(Content.Accepted.class);
    String tooDeep = "{\"type\":\"custom\",\"data\":{\"a\":" + nested(31) + "}}";
    assertThat(read(tooDeep)).isInstanceOf(Content.Refused.class);
  }

  @Test
  void sizeIsCountedInBytesOfTheSlice() {
    String frame = "{\"type\":\"text\",\"text\":\"\"}";
    String text = "\u00e4".repeat((ContentReader.MAX_BYTES - frame.length()) / 2);
    assertThat(read(frame.replace("\"\"", "\"" + text + "\"")))
        .isInstanceOf(Content.Accepted.class);
    assertThat(read(frame.replace("\"\"", "\"" + text + "\u00e4\"")))
        .isInstanceOfSatisfying(
            Content.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
  }

  @Test
  void whatTheSystemSaysIsToldApart() {
    String content = "{\"type\":\"system\",\"event\":\"paid\"}";
    assertThat(read(content))
        .isInstanceOfSatisfying(
            Content.SystemSaid.class,
            said -> assertThat(new String(said.json(), StandardCharsets.UTF_8)).isEqualTo(content));
    assertThat(read("{\"type\":\"system\",\"replyTo\":0}")).isInstanceOf(Content.Refused.class);
  }

  @Test
  void manyKeysCostNoMoreThanTheyMust() {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      keys.append("\"k").append(i).append("\":1,");
    }
    String content = "{\"type\":\"custom\",\"data\":{" + keys + "\"last\":1}}";
    assertThat(read(content)).isInstanceOf(Content.Refused.class); // 20 KiB: too large
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      read(content);
    }
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @RepeatedTest(300)
  void whateverIsTakenIsTheSliceAsItCame(RepetitionInfo repetition) {
    RandomJson json = new RandomJson(new Random(repetition.getCurrentRepetition()));
    String content =
        "{" + json.space() + "\"type\":\"custom\",\"data\":" + json.object(4) + json.space() + "}";
    Content outcome = read(content);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Content.Accepted.class,
            accepted ->
                assertThat(new String(accepted.json(), StandardCharsets.UTF_8)).isEqualTo(content));
  }

  /// Reads the content inside a frame that has something before and behind it.
  private static Content read(String content) {
    byte[] source =
        ("{\"\u00e4\":[\"\u00fc\"],\"content\" : " + content + " ,\"after\":true}")
            .getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser =
        JSON.createParser(ObjectReadContext.empty(), source, 0, source.length)) {
      parser.nextToken();
      while (!"content".equals(parser.nextName())) {
        parser.nextToken();
        parser.skipChildren();
      }
      parser.nextToken();
      Content outcome = ContentReader.read(parser, source);
      assertThat(parser.nextName()).as("what follows can still be read").isEqualTo("after");
      return outcome;
    }
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  /// JSON text in all its spellings, with distinct keys.
  private record RandomJson(Random random) {

    String object(int depth) {
      StringBuilder json = new StringBuilder("{");
      int size = random.nextInt(4);
      for (int i = 0; i < size; i++) {
        json.append(i == 0 ? "" : ",").append(space()).append("\"k").append(i);
        json.append(text()).append("\"").append(space()).append(":");
        json.append(space()).append(value(depth - 1)).append(space());
      }
      return json.append("}").toString();
    }

    String value(int depth) {
      return switch (random.nextInt(depth > 0 ? 7 : 5)) {
        case 0 -> "\"" + text() + "\"";
        case 1 -> Long.toString(random.nextLong());
        case 2 -> random.nextInt(100) + "." + random.nextInt(100) + "E+" + random.nextInt(400);
        case 3 -> "-0";
        case 4 -> random.nextBoolean() ? "null" : "true";
        case 5 -> object(depth);
        default -> "[" + value(depth - 1) + space() + "," + value(depth - 1) + "]";
      };
    }

    String text() {
      String[] parts = {
        "a",
        "\u00e4",
        "\u4e2d",
        "\ud83d\ude00",
        "\\ud83d\\ude00",
        "\\u0000",
        "\\n",
        "\\\"",
        "\\/",
        "\u2028",
        "\u007f",
        "\uffff",
        "\\uffff",
        " "
      };
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      return text.toString();
    }

    String space() {
      return new String[] {"", " ", "\n", "\t\r "}[random.nextInt(4)];
    }
  }
}
