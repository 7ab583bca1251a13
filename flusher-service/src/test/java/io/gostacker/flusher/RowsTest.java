package io.gostacker.flusher;

import static io.gostacker.flusher.Records.SENT_AT;
import static io.gostacker.flusher.Records.direct;
import static io.gostacker.flusher.Records.group;
import static io.gostacker.flusher.Records.notice;
import static io.gostacker.flusher.Records.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each kind of record becomes in the tables, whether its neighbours come in the same batch or
/// in one before.
class RowsTest {
  private static final int SHARD = 0;

  private Stage stage;
  private ShardWriter writer;
  private ShardPass pass;

  /// Whether each append is flushed before the next comes.
  private boolean oneByOne;

  @BeforeEach
  void open() {
    stage = new Stage();
    writer = stage.writer(SHARD);
    pass = stage.pass(SHARD, stage.log);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void append(LogRecord... records) {
    writer.append(records);
    if (oneByOne) {
      stage.drain(pass, SHARD);
    }
  }

  private void flush() {
    stage.drain(pass, SHARD);
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isZero();
  }

  private Map<String, Object> conversation(long id) {
    return stage.row("SELECT * FROM conversation WHERE conversation_id = ?", id);
  }

  private Map<String, Object> member(long conversation, long user) {
    return stage.row(
        "SELECT * FROM member WHERE conversation_id = ? AND user_id = ?", conversation, user);
  }

  @Test
  void aMessageKeepsItsBytes() {
    byte[] content =
        "{\"type\":\"text\",\"text\":\"\\u0000 \uD83D\uDE00 '\\\\ \\\" é\"}".getBytes(UTF_8);
    byte[] binary = new byte[16 * 1024];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) i;
    }
    append(direct(5, 1, 2));
    append(
        new MessageAppended(5, 1, 1, 1, "phone", "id-1", false, 0, content, SENT_AT),
        new MessageAppended(5, 2, 1, 2, "", "id-2", true, 1, binary, SENT_AT + 1));
    flush();
    List<Map<String, Object>> rows = stage.rows("SELECT * FROM message ORDER BY seq");
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst())
        .containsEntry("conversation_id", 5L)
        .containsEntry("seq", 1L)
        .containsEntry("sender_id", 1L)
        .containsEntry("sender_device", "phone")
        .containsEntry("client_message_id", "id-1")
        .containsEntry("ordinal", 1L)
        .containsEntry("target_seq", 0L)
        .containsEntry("content", content)
        .containsEntry("sent_at", SENT_AT);
    assertThat(stage.count("SELECT kind FROM message WHERE seq = 1")).isZero();
    assertThat(rows.getLast()).containsEntry("content", binary).containsEntry("target_seq", 1L);
    assertThat(stage.count("SELECT kind FROM message WHERE seq = 2")).isOne();
  }

  @Test
  void aCreatedConversationHasItsRowItsMembersAndTheirLists() {
    append(group(7, 2, 1, 2, 3));
    flush();
    assertThat(conversation(7))
        .containsEntry("shard", SHARD)
        .containsEntry("name", "group 7")
        .containsEntry("owner_id", 2L)
        .containsEntry("created_at", SENT_AT)
        .containsEntry("disbanded_at", 0L)
        .containsEntry("member_count", 3)
        .containsEntry("last_seq", 1L)
        .containsEntry("last_ordinal", 0L)
        .containsEntry("last_sent_at", SENT_AT + 1)
        .containsEntry("epoch", writer.epoch());
    assertThat(stage.count("SELECT type * 100 + join_policy * 10 + history FROM conversation"))
        .isEqualTo(120);
    assertThat(stage.count("SELECT JSON_EXTRACT(ext, '$.a') FROM conversation")).isOne();
    assertThat(
            stage.count(
                "SELECT COUNT(*) FROM member WHERE is_member AND join_seq = 1 AND joined_at = ?",
                SENT_AT))
        .isEqualTo(3);
    assertThat(stage.count("SELECT role FROM member WHERE user_id = 2")).isEqualTo(2);
    assertThat(stage.count("SELECT SUM(role) FROM member")).isEqualTo(2);
    assertThat(
            stage.count(
                "SELECT COUNT(*) FROM user_conversation WHERE is_member AND conversation_id = 7"))
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendingMovesOnesOwnReadPosition(boolean apart) {
    oneByOne = apart;
    append(direct(5, 1, 2));
    append(text(5, 1, 1, 1));
    append(text(5, 2, 2, 2));
    append(text(5, 3, 3, 2));
    flush();
    assertThat(member(5, 1)).containsEntry("read_seq", 1L).containsEntry("read_ordinal", 1L);
    assertThat(member(5, 2)).containsEntry("read_seq", 3L).containsEntry("read_ordinal", 3L);
    assertThat(conversation(5))
        .containsEntry("last_seq", 3L)
        .containsEntry("last_ordinal", 3L)
        .containsEntry("last_sent_at", SENT_AT + 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void positionsNeverMoveBack(boolean apart) {
    oneByOne = apart;
    append(direct(5, 1, 2), text(5, 1, 1, 1), text(5, 2, 2, 1), text(5, 3, 3, 1));
    append(new ReadMoved(5, 2, 3, 3, "tab"), new DeliveredMoved(5, 2, 3, "tab"));
    append(new ReadMoved(5, 2, 1, 1, "tab"), new DeliveredMoved(5, 2, 2, "tab"));
    flush();
    assertThat(member(5, 2))
        .containsEntry("read_seq", 3L)
        .containsEntry("read_ordinal", 3L)
        .containsEntry("delivered_seq", 3L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoLeavesLosesRoleNicknameAndMute(boolean apart) {
    oneByOne = apart;
    append(group(7, 1, 1, 2));
    append(new MemberChanged(7, 2, Role.ADMIN, "nick", 99L, notice(7, 2, 0, 1)));
    append(text(7, 3, 1, 2));
    append(new MemberLeft(7, 2, notice(7, 4, 1, 2)));
    flush();
    assertThat(member(7, 2))
        .containsEntry("is_member", false)
        .containsEntry("left_seq", 4L)
        .containsEntry("nickname", null)
        .containsEntry("muted_until", 0L);
    assertThat(stage.count("SELECT role FROM member WHERE user_id = 2")).isZero();
    assertThat(conversation(7))
        .containsEntry("member_count", 1)
        .containsEntry("member_version", 3L);
    assertThat(stage.count("SELECT COUNT(*) FROM user_conversation WHERE is_member")).isOne();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoJoinsAgainStartsAnew(boolean apart) {
    oneByOne = apart;
    append(group(7, 1, 1, 2));
    append(text(7, 2, 1, 2), new DeliveredMoved(7, 2, 2, "tab"));
    append(new MemberLeft(7, 2, notice(7, 3, 1, 2)));
    append(text(7, 4, 2, 1));
    append(new MembersJoined(7, new long[] {2, 9}, SENT_AT + 50, notice(7, 5, 2, 1)));
    flush();
    assertThat(member(7, 2))
        .containsEntry("is_member", true)
        .containsEntry("join_seq", 5L)
        .containsEntry("joined_at", SENT_AT + 50)
        .containsEntry("left_seq", 0L)
        .containsEntry("read_seq", 5L)
        .containsEntry("read_ordinal", 2L)
        .containsEntry("delivered_seq", 0L);
    assertThat(conversation(7)).containsEntry("member_count", 3);
    assertThat(stage.count("SELECT COUNT(*) FROM user_conversation WHERE is_member")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutANoticeJoiningAndLeavingStandAtTheLastSeq(boolean apart) {
    oneByOne = apart;
    append(channel(8, 1, 1, 2));
    append(text(8, 2, 1, 1));
    append(new MembersJoined(8, new long[] {3}, SENT_AT, null));
    append(new MemberLeft(8, 2, null));
    flush();
    assertThat(member(8, 3))
        .containsEntry("join_seq", 3L)
        .containsEntry("read_seq", 2L)
        .containsEntry("read_ordinal", 1L);
    assertThat(member(8, 2)).containsEntry("left_seq", 2L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void handingOverMakesTheFormerOwnerAnAdmin(boolean apart) {
    oneByOne = apart;
    append(group(7, 1, 1, 2));
    append(new MemberChanged(7, 2, Role.OWNER, null, null, notice(7, 2, 0, 1)));
    flush();
    assertThat(conversation(7)).containsEntry("owner_id", 2L);
    assertThat(stage.count("SELECT role FROM member WHERE user_id = 1")).isOne();
    assertThat(stage.count("SELECT role FROM member WHERE user_id = 2")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyWhatChangedChanges(boolean apart) {
    oneByOne = apart;
    append(group(7, 1, 1, 2));
    append(new ConversationChanged(7, "é\uD83D\uDE00", null, null, notice(7, 2, 0, 1)));
    append(new ConversationChanged(7, null, JoinPolicy.APPROVAL, null, null));
    append(new ConversationChanged(7, null, null, "{\"a\":2}".getBytes(UTF_8), null));
    append(new MemberChanged(7, 2, null, "nick", null, null));
    append(new MemberChanged(7, 2, Role.ADMIN, null, null, null));
    append(new MemberChanged(7, 2, null, null, 77L, null));
    append(new MemberChanged(7, 1, null, "boss", null, null));
    append(new MemberChanged(7, 1, null, "", null, null));
    flush();
    assertThat(conversation(7))
        .containsEntry("name", "é\uD83D\uDE00")
        .containsEntry("owner_id", 1L);
    assertThat(stage.count("SELECT join_policy FROM conversation")).isOne();
    assertThat(stage.count("SELECT JSON_EXTRACT(ext, '$.a') FROM conversation")).isEqualTo(2);
    assertThat(member(7, 2)).containsEntry("nickname", "nick").containsEntry("muted_until", 77L);
    assertThat(stage.count("SELECT role FROM member WHERE user_id = 2")).isOne();
    assertThat(member(7, 1)).containsEntry("nickname", null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void disbandingLeavesNobody(boolean apart) {
    oneByOne = apart;
    append(group(7, 1, 1, 2, 3));
    append(new MemberLeft(7, 3, notice(7, 2, 0, 3)));
    append(new MembersJoined(7, new long[] {4}, SENT_AT, notice(7, 3, 0, 1)));
    append(new ConversationDisbanded(7, SENT_AT + 9, notice(7, 4, 0, 1)));
    flush();
    assertThat(conversation(7))
        .containsEntry("member_count", 0)
        .containsEntry("disbanded_at", SENT_AT + 9)
        .containsEntry("last_seq", 4L);
    assertThat(
            stage.rows("SELECT user_id, left_seq FROM member WHERE NOT is_member ORDER BY user_id"))
        .extracting(row -> row.get("left_seq"))
        .containsExactly(4L, 4L, 2L, 4L);
    assertThat(stage.count("SELECT COUNT(*) FROM user_conversation WHERE is_member")).isZero();
    assertThat(stage.count("SELECT COUNT(*) FROM user_conversation")).isEqualTo(4);
  }

  @Test
  void aHundredThousandMembersAreOneTransaction() {
    append(channel(8, 1, Stage.ids(1, 100_000)));
    flush();
    assertThat(stage.count("SELECT COUNT(*) FROM member WHERE is_member")).isEqualTo(100_000);
    assertThat(stage.count("SELECT COUNT(*) FROM user_conversation")).isEqualTo(100_000);
    append(new ConversationDisbanded(8, SENT_AT, notice(8, 2, 0, 1)));
    flush();
    assertThat(stage.count("SELECT COUNT(*) FROM user_conversation WHERE is_member")).isZero();
    assertThat(stage.count("SELECT COUNT(*) FROM member WHERE left_seq = 2")).isEqualTo(100_000);
  }

  private static ConversationCreated channel(long conversation, long owner, long... members) {
    return new ConversationCreated(
        conversation,
        ConversationType.CHANNEL,
        "news",
        owner,
        members,
        JoinPolicy.OPEN,
        HistoryPolicy.ALL,
        null,
        SENT_AT,
        notice(conversation, 1, 0, owner));
  }
}
