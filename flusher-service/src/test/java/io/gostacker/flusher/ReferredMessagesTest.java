package io.gostacker.flusher;

import static io.gostacker.flusher.Records.direct;
import static io.gostacker.flusher.Records.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventFeed;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.transaction.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Messages in the event feed, which has of each only where it stands.
class ReferredMessagesTest {
  private static final int SHARD = 2;
  private static final int MAX_PAGE_BYTES = 512 * 1024;

  private Stage stage;
  private ShardWriter writer;

  @BeforeEach
  void open() {
    stage = new Stage();
    writer = stage.writer(SHARD);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void flush(LogRecord... records) {
    writer.append(records);
    stage.drain(SHARD);
  }

  private static String told(MessageAppended message) {
    return new String(Event.ofMessage(message.view()).json(), UTF_8);
  }

  private static List<String> texts(EventFeed.Page page) {
    return page.events().stream().map(event -> new String(event.json(), UTF_8)).toList();
  }

  private EventFeed.Page page(long after, int limit) {
    EventFeed feed = stage.feed();
    feed.head();
    return feed.read(after, limit);
  }

  /// A row as earlier versions wrote it.
  private void writeEarly(String... events) {
    ByteWriter payload = new ByteWriter(64);
    for (String event : events) {
      int block = payload.beginBlock();
      payload.bytes(event.getBytes(UTF_8));
      payload.endBlock(block);
    }
    stage.jdbc.update(
        "INSERT INTO event_batch (events, at, payload) VALUES (?, 1, ?)",
        events.length,
        payload.toByteArray());
  }

  @Test
  void aMessageIsNotWrittenASecondTime() {
    flush(direct(5, 1, 2), text(5, 1, 1, 1, "{\"type\":\"text\",\"text\":\"not again\"}"));
    assertThat(
            stage.count("SELECT COUNT(*) FROM event_batch WHERE LOCATE('not again', payload) > 0"))
        .isZero();
    assertThat(stage.count("SELECT SUM(events) FROM event_batch")).isEqualTo(3);
    assertThat(stage.toldEvents()).last().asString().contains("not again");
  }

  @Test
  void whatUsersWriteIsToldByteForByte() {
    List<String> contents =
        List.of(
            "{\"type\":\"text\",\"text\":\"'; DROP TABLE message; -- \\\\ %s %d $1 {}\"}",
            "{ \"type\" : \"text\",\n\t\"text\":\"\\u0000\\ud83d\\ude00 \uD83D\uDE00 \u0007\uFEFF\u2028\u202E\" }",
            "{\"type\":\"custom\",\"data\":{\"message\":{\"seq\":9},\"id\":\"1\",\"type\":\"message\"}}",
            "{\"type\":\"text\",\"text\":\"\uFFFF\u0100caf\u00e9\"}");
    List<MessageAppended> messages = new ArrayList<>();
    for (String content : contents) {
      int seq = messages.size() + 1;
      messages.add(text(5, seq, seq, 1, content));
    }
    messages.add(
        new MessageAppended(
            Long.MAX_VALUE,
            1_000_000_007L,
            1,
            Long.MAX_VALUE - 1,
            "",
            "Z_-9".repeat(16),
            false,
            3,
            "{}".getBytes(UTF_8),
            Records.SENT_AT));
    flush(direct(5, 1, 2));
    flush(direct(Long.MAX_VALUE, 1, 2));
    long before = stage.feed().head();
    flush(messages.toArray(LogRecord[]::new));
    assertThat(texts(page(before, 100)))
        .isEqualTo(messages.stream().map(ReferredMessagesTest::told).toList());
    JsonBytes whole = new JsonBytes(64);
    page(before + 4, 1).events().getFirst().write(before + 5, whole);
    assertThat(new String(whole.toByteArray(), UTF_8))
        .isEqualTo(
            "{\"id\":\"%d\",\"type\":\"message\",\"at\":\"%s\",\"message\":{\"conversationId\":\"%d\",\"seq\":1000000007,\"senderId\":\"%d\",\"clientMessageId\":\"%s\",\"content\":{},\"sentAt\":\"%2$s\",\"targetSeq\":3}}"
                .formatted(
                    before + 5,
                    Rfc3339.format(Records.SENT_AT),
                    Long.MAX_VALUE,
                    Long.MAX_VALUE - 1,
                    "Z_-9".repeat(16)));
  }

  @Test
  void onePageHasWhatThisAndEarlierVersionsWrote() {
    writeEarly("\"n\":1", told(text(9, 1, 1, 1)));
    flush(direct(5, 1, 2));
    flush(text(5, 1, 1, 1), text(5, 2, 2, 1));
    writeEarly("\"n\":2");
    flush(text(5, 3, 3, 1));
    List<String> all = texts(page(0, 100));
    assertThat(all).hasSize(8);
    assertThat(all.get(0)).isEqualTo("\"n\":1");
    assertThat(all.subList(4, 8))
        .containsExactly(
            told(text(5, 1, 1, 1)), told(text(5, 2, 2, 1)), "\"n\":2", told(text(5, 3, 3, 1)));
    assertThat(all.get(1)).isEqualTo(told(text(9, 1, 1, 1)));
    for (int after = 0; after < 8; after++) {
      for (int limit = 1; limit <= 9; limit++) {
        EventFeed.Page page = page(after, limit);
        assertThat(page.firstId()).isEqualTo(after + 1);
        assertThat(texts(page)).isEqualTo(all.subList(after, Math.min(8, after + limit)));
      }
    }
    assertThat(page(8, 1).events()).isEmpty();
    assertThat(page(8, 1).lastId()).isEqualTo(8);
  }

  @Test
  void ofAMessageThatWasDeletedItIsToldThatItIsGone() {
    flush(direct(5, 1, 2), text(5, 1, 1, 1), text(5, 2, 2, 1), text(5, 3, 3, 1));
    stage.jdbc.update("DELETE FROM message WHERE seq = 2");
    stage.jdbc.update("UPDATE event_batch SET at = ?", Records.SENT_AT);
    EventFeed.Page page = page(2, 10);
    assertThat(texts(page))
        .containsExactly(
            told(text(5, 1, 1, 1)),
            "\"type\":\"message.gone\",\"at\":\""
                + Rfc3339.format(Records.SENT_AT)
                + "\",\"conversationId\":\"5\",\"seq\":2",
            told(text(5, 3, 3, 1)));
    assertThat(page.lastId()).isEqualTo(5);
    stage.jdbc.update("DELETE FROM message");
    assertThat(texts(page(2, 10))).hasSize(3).allMatch(event -> event.contains("message.gone"));
  }

  @Test
  void aPageOfLargeMessagesIsBounded() {
    int count = 250;
    String content =
        "{\"type\":\"text\",\"text\":\"%s\"}".formatted("\u00e9".repeat(8 * 1024 - 16));
    List<String> expected = new ArrayList<>();
    flush(direct(5, 1, 2));
    for (int from = 1; from <= count; from += 50) {
      MessageAppended[] messages =
          IntStream.range(from, from + 50)
              .mapToObj(seq -> text(5, seq, seq, 1, content))
              .toArray(MessageAppended[]::new);
      flush(messages);
      List.of(messages).forEach(message -> expected.add(told(message)));
    }
    List<String> all = new ArrayList<>();
    long after = 2;
    int pages = 0;
    while (all.size() < count) {
      EventFeed.Page page = page(after, 1_000);
      assertThat(page.firstId()).isEqualTo(after + 1);
      assertThat(page.events().stream().mapToInt(event -> event.json().length).sum())
          .isBetween(1, MAX_PAGE_BYTES + 17 * 1024);
      all.addAll(texts(page));
      after = page.lastId();
      pages++;
    }
    assertThat(all).isEqualTo(expected);
    assertThat(pages).isBetween(5, 10);
  }

  @Test
  void aLongPageOfSmallMessagesComesAtOnce() {
    List<String> expected = new ArrayList<>();
    flush(direct(5, 1, 2));
    flush(direct(6, 1, 3));
    MessageAppended[] messages =
        LongStream.rangeClosed(1, 900)
            .mapToObj(n -> text(5 + n % 2, (n + 1) / 2, (n + 1) / 2, 1))
            .toArray(MessageAppended[]::new);
    flush(messages);
    List.of(messages).forEach(message -> expected.add(told(message)));
    assertThat(texts(page(4, 1_000))).isEqualTo(expected);
  }

  @Test
  void noTableIsReadAsAWhole() throws SQLException {
    int messages = 6_000;
    flush(direct(5, 1, 2));
    for (int from = 1; from <= messages; from += 1_000) {
      flush(
          IntStream.range(from, from + 1_000)
              .mapToObj(seq -> text(5, seq, seq, 1))
              .toArray(LogRecord[]::new));
    }
    stage.feed().head();
    try (Connection connection = stage.dataSource.getConnection()) {
      SingleConnectionDataSource own = new SingleConnectionDataSource(connection, true);
      JdbcTemplate jdbc = new JdbcTemplate(own);
      EventFeed feed = new EventFeed(JdbcClient.create(own), new Transactions(own));
      long start = rowsRead(jdbc);
      long counting = rowsRead(jdbc) - start;
      long before = rowsRead(jdbc);
      assertThat(feed.read(2_000, 100).events()).hasSize(100);
      assertThat(rowsRead(jdbc) - before - counting).isBetween(100L, 1_000L);
    }
  }

  /// Rows that this connection has read from tables, whole or by an index.
  private static long rowsRead(JdbcTemplate jdbc) {
    return jdbc
        .query("SHOW SESSION STATUS LIKE 'Handler_read%'", (row, number) -> row.getLong(2))
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
