package io.gostacker.common.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gostacker.common.event.EventRows.Row;
import io.gostacker.common.event.Written.MessageKey;
import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The form that events are written down in.
class EventRowsTest {
  private static final long AT = 1_800_000_000_000L;

  private static Event event(String json) {
    return new Event(json.getBytes(UTF_8));
  }

  /// Readable: the JSON, or conversation and seq.
  private static List<String> read(EventRows rows) {
    List<String> read = new ArrayList<>();
    for (Row row : rows.rows()) {
      for (Written written : Written.decode(row.payload(), row.events(), AT)) {
        read.add(
            switch (written) {
              case Written.Whole(Event event) -> new String(event.json(), UTF_8);
              case Written.Reference(MessageKey key, long at) ->
                  at + " " + key.conversationId() + " " + key.seq();
            });
      }
    }
    return read;
  }

  private static byte[] early(String... events) {
    ByteWriter payload = new ByteWriter(64);
    for (String event : events) {
      int block = payload.beginBlock();
      payload.bytes(event.getBytes(UTF_8));
      payload.endBlock(block);
    }
    return payload.toByteArray();
  }

  @Test
  void whatIsWrittenIsReadInItsOrder() {
    EventRows rows = new EventRows();
    rows.addMessage(7, 1);
    rows.add(event("\"type\":\"\u0001\u0000 \uD83D\uDE00\",\n\"x\":\"\\\"\""));
    rows.addMessage(Long.MAX_VALUE, Long.MAX_VALUE);
    rows.add(event(""));
    rows.addMessage(1, 0);
    assertThat(read(rows))
        .containsExactly(
            AT + " 7 1",
            "\"type\":\"\u0001\u0000 \uD83D\uDE00\",\n\"x\":\"\\\"\"",
            AT + " " + Long.MAX_VALUE + " " + Long.MAX_VALUE,
            "",
            AT + " 1 0");
    assertThat(new EventRows().rows()).isEmpty();
  }

  @Test
  void rowsAreBounded() {
    EventRows rows = new EventRows();
    IntStream.rangeClosed(1, 5_000).forEach(seq -> rows.addMessage(1L << 62, seq));
    assertThat(rows.rows()).extracting(Row::events).containsExactly(2_000, 2_000, 1_000);
    assertThat(rows.rows()).allMatch(row -> row.payload().length <= 12 * row.events() + 1);
    assertThat(read(rows)).hasSize(5_000).endsWith(AT + " " + (1L << 62) + " 5000");

    EventRows large = new EventRows();
    IntStream.range(0, 300).forEach(i -> large.add(event("x".repeat(1_000))));
    assertThat(large.rows()).hasSizeGreaterThan(3);
    assertThat(large.rows()).allMatch(row -> row.payload().length < 66 * 1024);
    assertThat(read(large)).hasSize(300);
  }

  @Test
  void whatEarlierVersionsWroteIsRead() {
    assertThat(Written.decode(early("\"a\":1", "", "\"b\":2"), 3, AT))
        .extracting(written -> new String(((Written.Whole) written).event().json(), UTF_8))
        .containsExactly("\"a\":1", "", "\"b\":2");
  }

  @Test
  void earlierVersionsRefuseWhatIsWrittenNow() {
    EventRows rows = new EventRows();
    rows.addMessage(7, 1);
    rows.add(event("x".repeat(60_000)));
    byte[] payload = rows.rows().getFirst().payload();
    ByteReader asTheyRead = new ByteReader(payload, 0, payload.length);
    assertThatIllegalArgumentException().isThrownBy(asTheyRead::block);
  }

  @Test
  void whatIsOfNoKnownFormIsRefused() {
    EventRows rows = new EventRows();
    rows.addMessage(7, 1);
    byte[] good = rows.rows().getFirst().payload();
    byte[] unknownKind = good.clone();
    unknownKind[1] = 2;
    byte[] unknownForm = good.clone();
    unknownForm[0] = 2;
    for (byte[] bad : List.of(unknownKind, unknownForm, new byte[0], new byte[] {1})) {
      assertThatIllegalArgumentException().isThrownBy(() -> Written.decode(bad, 1, AT));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Written.decode(good, 2, AT));
    byte[] early = early("\"a\":1", "\"b\":2");
    assertThatIllegalArgumentException().isThrownBy(() -> Written.decode(early, 1, AT));
  }
}
