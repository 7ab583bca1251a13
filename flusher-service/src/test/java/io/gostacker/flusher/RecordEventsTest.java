package io.gostacker.flusher;

import static io.gostacker.flusher.Records.SENT_AT;
import static io.gostacker.flusher.Records.direct;
import static io.gostacker.flusher.Records.group;
import static io.gostacker.flusher.Records.notice;
import static io.gostacker.flusher.Records.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.record.LogRecord;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the flusher tells in the event feed of what it writes.
class RecordEventsTest {
  private static final int SHARD = 2;

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

  private List<String> told(LogRecord... records) {
    int before = stage.toldEvents().size();
    writer.append(records);
    stage.drain(SHARD);
    List<String> all = stage.toldEvents();
    return all.subList(before, all.size());
  }

  private static String begin(String type, long at) {
    return "\"type\":\"" + type + "\",\"at\":\"" + Rfc3339.format(at) + "\"";
  }

  private static String message(
      long conversation, long seq, long sender, String id, String content) {
    return begin("message", SENT_AT + seq)
        + ",\"message\":{\"conversationId\":\"%d\",\"seq\":%d,\"senderId\":\"%d\",\"clientMessageId\":\"%s\",\"content\":%s,\"sentAt\":\"%s\"}"
            .formatted(conversation, seq, sender, id, content, Rfc3339.format(SENT_AT + seq));
  }

  @Test
  void messagesAreToldAsTheyStand() {
    assertThat(
            told(direct(5, 1, 2), text(5, 1, 1, 1, "{\"type\":\"text\",\n \"text\":\"\\u0000\"}")))
        .containsExactly(
            begin("conversation.created", SENT_AT)
                + ",\"conversationId\":\"5\",\"conversationType\":\"direct\",\"joinPolicy\":\"invite\"",
            begin("member.joined", SENT_AT) + ",\"conversationId\":\"5\",\"userIds\":[\"1\",\"2\"]",
            message(5, 1, 1, "c-5-1", "{\"type\":\"text\",\n \"text\":\"\\u0000\"}"));
  }

  @Test
  void changesAreToldBeforeTheMessageThatTellsOfThem() {
    assertThat(told(group(6, 1, 1, 2)))
        .containsExactly(
            begin("conversation.created", SENT_AT)
                + ",\"conversationId\":\"6\",\"conversationType\":\"group\",\"name\":\"group 6\",\"ownerId\":\"1\",\"joinPolicy\":\"open\",\"ext\":{\"a\":1}",
            begin("member.joined", SENT_AT) + ",\"conversationId\":\"6\",\"userIds\":[\"1\",\"2\"]",
            message(6, 1, 1, "system-1", "{\"type\":\"system\"}"));
    String ofIt = ",\"conversationId\":\"6\"";
    assertThat(told(new LogRecord.MembersJoined(6, new long[] {3}, SENT_AT, notice(6, 2, 0, 1))))
        .containsExactly(
            begin("member.joined", SENT_AT) + ofIt + ",\"userIds\":[\"3\"]",
            message(6, 2, 1, "system-2", "{\"type\":\"system\"}"));
    assertThat(
            told(
                new LogRecord.ConversationChanged(
                    6, "n\u00e4\"me", JoinPolicy.INVITE, "{}".getBytes(UTF_8), notice(6, 3, 0, 1))))
        .first()
        .isEqualTo(
            begin("conversation.changed", SENT_AT + 3)
                + ofIt
                + ",\"name\":\"n\u00e4\\\"me\",\"joinPolicy\":\"invite\",\"ext\":{}");
    assertThat(
            told(
                new LogRecord.MemberChanged(6, 3, Role.ADMIN, "Nick", 0L, notice(6, 4, 0, 1)),
                new LogRecord.MemberChanged(6, 2, null, null, SENT_AT, notice(6, 5, 0, 1))))
        .contains(
            begin("member.changed", SENT_AT + 4)
                + ofIt
                + ",\"userId\":\"3\",\"role\":\"admin\",\"nickname\":\"Nick\",\"mutedUntil\":null",
            begin("member.changed", SENT_AT + 5)
                + ofIt
                + ",\"userId\":\"2\",\"mutedUntil\":\""
                + Rfc3339.format(SENT_AT)
                + "\"");
    assertThat(told(new LogRecord.MemberLeft(6, 3, notice(6, 6, 0, 3))))
        .first()
        .isEqualTo(begin("member.left", SENT_AT + 6) + ofIt + ",\"userId\":\"3\"");
    assertThat(
            told(
                new LogRecord.ExclusionChanged(6, Exclusion.BAN, 3, SENT_AT, 1, SENT_AT),
                new LogRecord.ExclusionChanged(6, Exclusion.BAN, 3, 0, 1, SENT_AT),
                new LogRecord.ExclusionChanged(
                    6, Exclusion.BLOCK, 3, Exclusion.FOR_EVER, 3, SENT_AT)))
        .containsExactly(
            begin("member.banned", SENT_AT)
                + ofIt
                + ",\"userId\":\"3\",\"by\":\"1\",\"until\":\""
                + Rfc3339.format(SENT_AT)
                + "\"",
            begin("member.unbanned", SENT_AT) + ofIt + ",\"userId\":\"3\",\"by\":\"1\"",
            begin("direct.blocked", SENT_AT) + ofIt + ",\"userId\":\"3\",\"by\":\"3\"");
    assertThat(told(new LogRecord.ConversationDisbanded(6, SENT_AT, notice(6, 7, 0, 1))))
        .first()
        .isEqualTo(begin("conversation.disbanded", SENT_AT) + ofIt);
  }

  @Test
  void positionsAreNotTold() {
    told(direct(5, 1, 2), text(5, 1, 1, 1));
    assertThat(
            told(
                new LogRecord.ReadMoved(5, 2, 1, 1, "d"),
                new LogRecord.DeliveredMoved(5, 2, 1, "d")))
        .isEmpty();
  }

  @Test
  void manyMembersAreToldInSeveralEvents() {
    long[] members = LongStream.rangeClosed(1, 2_500).toArray();
    List<String> told = told(group(7, 1, members));
    assertThat(told).hasSize(5);
    assertThat(told.subList(1, 4)).allMatch(event -> event.contains("\"member.joined\""));
    assertThat(told.get(3)).contains("\"2001\"").contains("\"2500\"").doesNotContain("\"2000\"");
  }

  @Test
  void aMessageThatMySqlRefusesIsToldAllTheSame() {
    told(direct(5, 1, 2), text(5, 1, 1, 1));
    poison(2);
    assertThat(told(text(5, 2, 2, 1), text(5, 3, 3, 1)))
        .containsExactly(
            message(5, 2, 1, "c-5-2", "{\"type\":\"text\",\"text\":\"2\"}"),
            message(5, 3, 1, "c-5-3", "{\"type\":\"text\",\"text\":\"3\"}"));
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isOne();
  }

  @Test
  void aChangeThatMySqlRefusesIsToldWithItsMessage() {
    told(group(6, 1, 1, 2));
    poison(2);
    assertThat(told(new LogRecord.MembersJoined(6, new long[] {3}, SENT_AT, notice(6, 2, 0, 1))))
        .containsExactly(
            begin("member.joined", SENT_AT) + ",\"conversationId\":\"6\",\"userIds\":[\"3\"]",
            message(6, 2, 1, "system-2", "{\"type\":\"system\"}"));
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isOne();
  }

  @Test
  void whenASeqWasGivenTwiceBothMessagesAreTold() {
    String first = "{\"type\":\"text\",\"text\":\"first\"}";
    String second = "{\"type\":\"text\",\"text\":\"second\"}";
    assertThat(told(direct(5, 1, 2), text(5, 1, 1, 1, first)))
        .endsWith(message(5, 1, 1, "c-5-1", first));
    assertThat(told(text(5, 1, 1, 1, second), text(5, 2, 2, 1, first)))
        .containsExactly(message(5, 1, 1, "c-5-1", second), message(5, 2, 1, "c-5-2", first));
    assertThat(stage.toldEvents()).contains(message(5, 1, 1, "c-5-1", first));
  }

  /// MySQL refuses messages with this seq, until the database is thrown away.
  private void poison(int seq) {
    stage.jdbc.execute(
        "CREATE TRIGGER poison BEFORE INSERT ON message FOR EACH ROW BEGIN IF NEW.seq = "
            + seq
            + " THEN SIGNAL SQLSTATE '22001' SET MESSAGE_TEXT = 'poison'; END IF; END");
  }
}
