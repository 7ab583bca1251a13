package io.gostacker.flusher;

import static io.gostacker.flusher.Records.direct;
import static io.gostacker.flusher.Records.group;
import static io.gostacker.flusher.Records.notice;
import static io.gostacker.flusher.Records.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.record.Batch;
import io.gostacker.common.record.BatchCodec;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.shardlog.DecoratedLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One pass over one shard, cut off at its several points.
class ShardPassTest {
  private static final int SHARD = 3;

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

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private Position flushedInMySql() {
    return stage.states.of(SHARD).flushed();
  }

  private void appendDialogue(int messages) {
    writer.append(direct(5, 1, 2));
    for (int seq = 1; seq <= messages; seq++) {
      writer.append(text(5, seq, seq, 1 + seq % 2));
    }
  }

  private void assertDialogue(int messages) {
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isEqualTo(messages);
    assertThat(stage.count("SELECT COUNT(DISTINCT seq) FROM message")).isEqualTo(messages);
    assertThat(stage.count("SELECT last_seq FROM conversation")).isEqualTo(messages);
    assertThat(stage.count("SELECT member_count FROM conversation")).isEqualTo(2);
    assertThat(stage.count("SELECT member_version FROM conversation")).isOne();
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isZero();
  }

  @Test
  void aLogThatWasNeverWrittenIsIdle() {
    assertThat(stage.run(stage.pass(SHARD + 1, stage.log), SHARD + 1))
        .isEqualTo(new ShardPass.Outcome.Idle());
  }

  @Test
  void whatIsFlushedIsToldInRedisAndMySql() {
    appendDialogue(10);
    stage.drain(SHARD);
    assertDialogue(10);
    assertThat(flushedInMySql()).isEqualTo(writer.at());
    assertThat(stage.flushed(SHARD)).contains(writer.at());
  }

  @Test
  void aLongLogTakesSeveralTransactions() {
    appendDialogue(700);
    ShardPass pass = stage.pass(SHARD, stage.log);
    assertThat(stage.run(pass, SHARD)).isEqualTo(new ShardPass.Outcome.Flushed(true));
    assertThat(flushedInMySql().offset()).isLessThan(writer.at().offset());
    stage.drain(pass, SHARD);
    assertDialogue(700);
  }

  @Test
  void killedBetweenCommitAndTellingRedisWritesNothingTwice() {
    appendDialogue(10);
    ShardLog killed =
        new DecoratedLog(stage.log) {
          @Override
          public CompletableFuture<Void> raiseFlushed(int shard, Position flushed) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> stage.drain(stage.pass(SHARD, killed), SHARD))
        .isInstanceOf(Killed.class);
    assertThat(flushedInMySql()).isEqualTo(writer.at());
    assertThat(stage.flushed(SHARD)).isEmpty();
    stage.drain(SHARD);
    assertDialogue(10);
    assertThat(stage.flushed(SHARD)).contains(writer.at());
  }

  @Test
  void killedBeforeCommitWritesNothing() {
    appendDialogue(10);
    Position before = flushedInMySql();
    stage.jdbc.execute(
        "CREATE TRIGGER killed BEFORE INSERT ON user_conversation FOR EACH ROW"
            + " SIGNAL SQLSTATE '40001' SET MESSAGE_TEXT = 'killed'");
    assertThatThrownBy(() -> stage.drain(SHARD)).hasRootCauseMessage("killed");
    assertThat(flushedInMySql()).isEqualTo(before);
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isZero();
    assertThat(stage.flushed(SHARD)).isNotEqualTo(stage.head(SHARD));
    stage.jdbc.execute("DROP TRIGGER killed");
    stage.drain(SHARD);
    assertDialogue(10);
  }

  @Test
  void aFlusherThatWasOvertakenWritesNothing() {
    appendDialogue(10);
    ShardLog slow =
        new DecoratedLog(stage.log) {
          @Override
          public CompletableFuture<List<LogEntry>> read(int shard, long after, int limit) {
            CompletableFuture<List<LogEntry>> read = super.read(shard, after, limit);
            super.flush();
            read.join();
            stage.drain(SHARD); // somebody else, meanwhile
            return read;
          }
        };
    assertThat(stage.run(stage.pass(SHARD, slow), SHARD))
        .isEqualTo(new ShardPass.Outcome.Overtaken());
    assertDialogue(10);
  }

  @Test
  void whatWasReadBeforeAnEpochBeganIsNotWrittenAfter() {
    appendDialogue(10);
    ShardLog slow =
        new DecoratedLog(stage.log) {
          @Override
          public CompletableFuture<List<LogEntry>> read(int shard, long after, int limit) {
            CompletableFuture<List<LogEntry>> read = super.read(shard, after, limit);
            super.flush();
            read.join();
            stage.states.raiseEpoch(SHARD, writer.epoch(), 0);
            return read;
          }
        };
    assertThat(stage.run(stage.pass(SHARD, slow), SHARD))
        .isEqualTo(new ShardPass.Outcome.Overtaken());
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isZero();
  }

  @Test
  void anEmptyPassTellsARedisThatForgotIt() {
    appendDialogue(3);
    ShardPass pass = stage.pass(SHARD, stage.log);
    stage.drain(pass, SHARD);
    stage.redis().del("{s" + SHARD + "}:flushed");
    assertThat(stage.run(pass, SHARD)).isEqualTo(new ShardPass.Outcome.Idle());
    assertThat(stage.flushed(SHARD)).contains(writer.at());
  }

  @Test
  void aLostLogIsBrokenUntilANewEpochBegins() {
    appendDialogue(5);
    ShardPass pass = stage.pass(SHARD, stage.log);
    stage.drain(pass, SHARD);
    writer.append(text(5, 6, 6, 1)); // lost
    Backends.flushRedis();
    assertThat(stage.run(pass, SHARD)).isInstanceOf(ShardPass.Outcome.Broken.class);
    assertThat(stage.flushed(SHARD)).as("told again").isPresent();
    Position base = writer.begin();
    writer.append(text(5, 1_000_006, 6, 1));
    stage.drain(pass, SHARD);
    assertThat(base.offset()).isEqualTo(2_000_000 + 6);
    assertThat(stage.rows("SELECT seq FROM message ORDER BY seq"))
        .extracting(row -> row.get("seq"))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 1_000_006L);
    assertThat(stage.count("SELECT epoch FROM conversation")).isEqualTo(2);
  }

  @Test
  void aShortenedLogGivesWhatItStillHasBeforeTheNewEpoch() {
    appendDialogue(5);
    ShardPass pass = stage.pass(SHARD, stage.log);
    stage.drain(pass, SHARD);
    Position kept = writer.append(text(5, 6, 6, 1));
    writer.append(text(5, 7, 7, 1));
    stage.shorten(SHARD, kept);
    writer.begin();
    writer.append(text(5, 1_000_007, 7, 1));
    writer.begin();
    writer.append(text(5, 2_000_008, 8, 1));
    stage.drain(pass, SHARD);
    assertThat(stage.rows("SELECT seq FROM message ORDER BY seq"))
        .extracting(row -> row.get("seq"))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 1_000_007L, 2_000_008L);
  }

  @Test
  void aLogShortenedBelowWhatIsFlushedIsBroken() {
    writer.append(direct(5, 1, 2));
    Position kept = writer.append(text(5, 1, 1, 1));
    writer.append(text(5, 2, 2, 1));
    ShardPass pass = stage.pass(SHARD, stage.log);
    stage.drain(pass, SHARD);
    stage.shorten(SHARD, kept);
    assertThat(stage.run(pass, SHARD)).isInstanceOf(ShardPass.Outcome.Broken.class);
  }

  @Test
  void anotherEntryAtAFlushedOffsetIsBroken() {
    writer.append(direct(5, 1, 2));
    Position kept = writer.append(text(5, 1, 1, 1));
    writer.append(text(5, 2, 2, 1));
    ShardPass pass = stage.pass(SHARD, stage.log);
    stage.drain(pass, SHARD);
    stage.shorten(SHARD, kept);
    byte[] payload = BatchCodec.encode(new Batch(writer.epoch(), List.of(text(5, 2, 2, 2))));
    appendAfter(kept, "other", payload);
    appendAfter(new Position(kept.offset() + 1, "other"), "another", payload);
    assertThat(stage.run(pass, SHARD)).isInstanceOf(ShardPass.Outcome.Broken.class);
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isEqualTo(2);
  }

  @Test
  void anEntryThatIsNoneOfOursIsBrokenAndNotSkipped() {
    appendDialogue(2);
    writer.appendBytes("garbage".getBytes(UTF_8));
    writer.append(text(5, 3, 3, 1));
    ShardPass pass = stage.pass(SHARD, stage.log);
    ShardPass.Outcome outcome = stage.run(pass, SHARD);
    while (!(outcome instanceof ShardPass.Outcome.Broken)) {
      outcome = stage.run(pass, SHARD);
    }
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isEqualTo(2);
  }

  @Test
  void poisonousRecordsAreSetAsideAndTheOthersGoIn() {
    List<LogRecord> records = new ArrayList<>();
    records.add(direct(5, 1, 2));
    for (int seq = 1; seq <= 300; seq++) {
      records.add(seq % 100 == 50 ? poison(seq) : text(5, seq, seq, 1));
    }
    Position entry = writer.append(records);
    writer.append(text(5, 301, 301, 2));
    stage.drain(SHARD);
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isEqualTo(298);
    assertThat(stage.count("SELECT last_seq FROM conversation")).isEqualTo(301);
    var dead = stage.rows("SELECT * FROM message_dead ORDER BY position");
    assertThat(dead).extracting(row -> row.get("position")).containsExactly(50, 150, 250);
    assertThat(dead.getFirst())
        .containsEntry("shard", SHARD)
        .containsEntry("log_offset", entry.offset())
        .containsEntry("conversation_id", 5L)
        .containsEntry("seq", 50L);
    byte[] bytes =
        stage.jdbc.queryForObject("SELECT record FROM message_dead WHERE seq = 50", byte[].class);
    assertThat(BatchCodec.decodeRecord(Objects.requireNonNull(bytes)))
        .usingRecursiveComparison()
        .isEqualTo(poison(50));
    assertThat(stage.registry.counter("gostacker.flusher.set.aside").count()).isEqualTo(3);
  }

  @Test
  void aSeqThatWasGivenTwiceKeepsItsFirstMessage() {
    writer.append(direct(5, 1, 2), text(5, 1, 1, 1, "{\"first\":1}"));
    stage.drain(SHARD);
    writer.append(text(5, 1, 1, 2, "{\"second\":1}"), text(5, 2, 2, 1));
    stage.drain(SHARD);
    assertThat(stage.jdbc.queryForList("SELECT content FROM message ORDER BY seq", byte[].class))
        .hasSize(2)
        .first()
        .isEqualTo("{\"first\":1}".getBytes(UTF_8));
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead WHERE seq = 1")).isOne();
  }

  @Test
  void whatIsTooLongForItsColumnIsSetAside() {
    writer.append(
        group(7, 1, 1, 2),
        new ConversationChanged(7, null, null, new byte[70_000], null),
        new ConversationChanged(7, "x".repeat(600), null, null, notice(7, 2, 0, 1)),
        new ConversationChanged(7, null, JoinPolicy.INVITE, null, notice(7, 3, 0, 1)));
    stage.drain(SHARD);
    assertThat(stage.rows("SELECT position FROM message_dead ORDER BY position"))
        .extracting(row -> row.get("position"))
        .containsExactly(1, 2);
    assertThat(stage.row("SELECT name, last_seq FROM conversation"))
        .containsEntry("name", "group 7")
        .containsEntry("last_seq", 3L);
  }

  @Test
  void whatNobodyCanReadIsSetAsideWithItsBytes() {
    byte[] unknown = {99, 1, 2, 3};
    byte[] known = BatchCodec.encode(new Batch(writer.epoch(), List.of(direct(5, 1, 2))));
    writer.appendBytes(withRecord(known, unknown));
    writer.append(text(5, 1, 1, 1));
    stage.drain(SHARD);
    assertThat(stage.jdbc.queryForList("SELECT record FROM message_dead", byte[].class))
        .containsExactly(unknown);
    assertDialogueOfOne();
  }

  private void assertDialogueOfOne() {
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isOne();
    assertThat(stage.count("SELECT member_count FROM conversation")).isEqualTo(2);
  }

  @Test
  void missingTablesAreNoPoison() {
    appendDialogue(2);
    stage.jdbc.execute("RENAME TABLE message TO elsewhere");
    assertThatThrownBy(() -> stage.drain(SHARD)).isInstanceOf(RuntimeException.class);
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isZero();
    stage.jdbc.execute("RENAME TABLE elsewhere TO message");
    stage.drain(SHARD);
    assertDialogue(2);
  }

  @Test
  void failuresOfUnclearKindAreLaidToTheRecordOnlyWhenTheyLast() {
    appendDialogue(4);
    stage.jdbc.execute(
        "CREATE TRIGGER odd BEFORE INSERT ON message FOR EACH ROW"
            + " IF NEW.seq = 3 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'odd'; END IF");
    assertThatThrownBy(() -> stage.drain(SHARD)).hasRootCauseMessage("odd");
    ShardPass pass = stage.pass(SHARD, stage.log);
    pass.run(stage.head(SHARD), stage.flushed(SHARD), true);
    assertThat(stage.rows("SELECT seq, reason FROM message_dead"))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("seq", 3L).containsEntry("reason", "odd"));
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isEqualTo(3);
  }

  /// Its client id does not fit into an ASCII column.
  private static MessageAppended poison(long seq) {
    byte[] content = "{}".getBytes(UTF_8);
    return new MessageAppended(5, seq, seq, 1, "", "\u00e9\u4e2d", false, 0, content, 1);
  }

  /// A batch of one known record with another one added.
  private static byte[] withRecord(byte[] batch, byte[] added) {
    byte[] both = Arrays.copyOf(batch, batch.length + 4 + added.length);
    both[2] = 4; // two records, zig-zag
    both[batch.length + 3] = (byte) added.length;
    System.arraycopy(added, 0, both, batch.length + 4, added.length);
    return both;
  }

  /// Appends without asking what the writer thinks.
  private void appendAfter(Position at, String batchId, byte[] payload) {
    var appended = stage.log.append(SHARD, at, batchId, payload);
    stage.log.flush();
    assertThat(Answers.await(appended)).isInstanceOf(Appended.Done.class);
  }
}
