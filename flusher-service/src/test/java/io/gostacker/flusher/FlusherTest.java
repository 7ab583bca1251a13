package io.gostacker.flusher;

import static io.gostacker.flusher.Records.direct;
import static io.gostacker.flusher.Records.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.record.LogRecord;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.testkit.shardlog.DecoratedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whole flushers, one and several at once, over many shards.
class FlusherTest {
  private static final int SHARDS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Flusher> flushers = new ArrayList<>();
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage();
  }

  @AfterEach
  void close() {
    flushers.forEach(Flusher::stop);
    stage.close();
  }

  private Flusher start(ShardLog log) {
    Flusher flusher = stage.flusher(log, SHARDS);
    flushers.add(flusher);
    flusher.start();
    return flusher;
  }

  private List<ShardWriter> writers() {
    return IntStream.range(0, SHARDS).mapToObj(stage::writer).toList();
  }

  /// One dialogue a shard, `perEntry` messages an entry.
  private static void appendDialogues(List<ShardWriter> writers, int entries, int perEntry) {
    writers.forEach(writer -> writer.append(direct(conversation(writer), 1, 2)));
    for (int entry = 0; entry < entries; entry++) {
      for (ShardWriter writer : writers) {
        writer.append(messages(conversation(writer), 1 + entry * perEntry, perEntry));
      }
    }
  }

  private static long conversation(ShardWriter writer) {
    return 100 + writer.shard;
  }

  private static List<LogRecord> messages(long conversation, int from, int count) {
    return IntStream.range(from, from + count)
        .<LogRecord>mapToObj(seq -> text(conversation, seq, seq, 1 + seq % 2))
        .toList();
  }

  private void awaitMessages(List<ShardWriter> writers, int each) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          for (ShardWriter writer : writers) {
            assertThat(stage.states.of(writer.shard).flushed()).isEqualTo(writer.at());
          }
        });
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isEqualTo((long) writers.size() * each);
    assertThat(stage.count("SELECT COUNT(*) FROM conversation WHERE last_seq = ?", each))
        .isEqualTo(writers.size());
    assertThat(stage.count("SELECT COUNT(*) FROM conversation WHERE member_version = 1"))
        .isEqualTo(writers.size());
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isZero();
    assertToldInOrder(writers, each);
  }

  /// Each message once in the event feed, those of a conversation in their order.
  private void assertToldInOrder(List<ShardWriter> writers, int each) {
    List<String> told = stage.toldEvents();
    for (ShardWriter writer : writers) {
      String ofIt = "\"message\":{\"conversationId\":\"" + conversation(writer) + "\",\"seq\":";
      List<Integer> seqs =
          told.stream()
              .filter(event -> event.contains(ofIt))
              .map(event ->
                  Integer.valueOf(
                      event.substring(event.indexOf(ofIt) + ofIt.length()).replaceFirst(",.*", "")))
              .toList();
      assertThat(seqs).isEqualTo(IntStream.rangeClosed(1, each).boxed().toList());
    }
  }

  @Test
  void severalFlushersWriteEachRecordOnce() {
    List<ShardWriter> writers = writers();
    start(stage.log);
    start(stage.log);
    start(stage.log);
    appendDialogues(writers, 40, 5);
    awaitMessages(writers, 200);
  }

  @Test
  void flushersThatAreKilledBetweenCommitAndTrimLoseAndDoubleNothing() {
    List<ShardWriter> writers = writers();
    Map<Integer, Integer> kills = new ConcurrentHashMap<>();
    ShardLog killing =
        new DecoratedLog(stage.log) {
          @Override
          public CompletableFuture<Void> raiseFlushed(int shard, Position flushed) {
            if (kills.merge(shard, 1, Integer::sum) % 3 == 0) {
              throw new IllegalStateException("killed after COMMIT");
            }
            return super.raiseFlushed(shard, flushed);
          }
        };
    start(killing);
    start(killing);
    appendDialogues(writers, 30, 3);
    awaitMessages(writers, 90);
    assertThat(kills.values()).anyMatch(count -> count >= 3);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          for (ShardWriter writer : writers) {
            assertThat(stage.flushed(writer.shard)).contains(writer.at());
          }
        });
  }

  @Test
  void aFlusherGoesOnAfterAnErrorOfTheJvm() {
    List<ShardWriter> writers = writers();
    AtomicInteger errors = new AtomicInteger();
    start(
        new DecoratedLog(stage.log) {
          @Override
          public CompletableFuture<Optional<Position>> head(int shard) {
            if (errors.getAndIncrement() < 5) {
              throw new OutOfMemoryError("played");
            }
            return super.head(shard);
          }
        });
    appendDialogues(writers, 5, 2);
    awaitMessages(writers, 10);
  }

  @Test
  void whatIsFlushedIsTrimmedAfterAWhileAndTheLogGoesOn() {
    List<ShardWriter> writers = writers();
    start(stage.log);
    appendDialogues(writers, 3, 1);
    assertThat(stage.retained(0)).isPositive();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          for (ShardWriter writer : writers) {
            assertThat(stage.retained(writer.shard)).isZero();
          }
        });
    assertThat(stage.head(0)).contains(writers.getFirst().at());
    writers.forEach(writer -> writer.append(messages(conversation(writer), 4, 1)));
    awaitMessages(writers, 4);
  }

  @Test
  void nothingIsTrimmedThatIsNotFlushed() {
    List<ShardWriter> writers = writers();
    stage.jdbc.execute("RENAME TABLE message TO elsewhere");
    start(stage.log);
    appendDialogues(writers, 3, 1);
    Flusher flusher = flushers.getFirst();
    await()
        .atMost(PATIENCE)
        .until(() -> stage.registry.counter("gostacker.flusher.failures").count() > 3 * SHARDS);
    assertThat(flusher.isRunning()).isTrue();
    for (ShardWriter writer : writers) {
      assertThat(stage.retained(writer.shard)).isGreaterThanOrEqualTo(3);
    }
    stage.jdbc.execute("RENAME TABLE elsewhere TO message");
    awaitMessages(writers, 3);
  }

  @Test
  void aBrokenLogStopsOnlyItsShard() {
    List<ShardWriter> writers = writers();
    start(stage.log);
    appendDialogues(writers, 2, 1);
    awaitMessages(writers, 2);
    stage.redis().del("{s2}:log", "{s2}:head", "{s2}:flushed");
    await()
        .atMost(PATIENCE)
        .until(() -> stage.registry.get("gostacker.flusher.broken.shards").gauge().value() == 1);
    List<ShardWriter> others = writers.stream().filter(writer -> writer.shard != 2).toList();
    others.forEach(writer -> writer.append(messages(conversation(writer), 3, 1)));
    await()
        .atMost(PATIENCE)
        .until(() ->
            stage.count("SELECT COUNT(*) FROM conversation WHERE last_seq = 3") == SHARDS - 1);
    writers.get(2).begin();
    writers.get(2).append(messages(conversation(writers.get(2)), 3, 1));
    awaitMessages(writers, 3);
    await()
        .atMost(PATIENCE)
        .until(() -> stage.registry.get("gostacker.flusher.broken.shards").gauge().value() == 0);
  }

  @Test
  void aPoisonousRecordHoldsUpNobody() {
    List<ShardWriter> writers = writers();
    start(stage.log);
    appendDialogues(writers, 1, 1);
    awaitMessages(writers, 1);
    writers.getFirst().append(text(conversation(writers.getFirst()), 1, 1, 1));
    writers.forEach(writer -> writer.append(messages(conversation(writer), 2, 1)));
    await()
        .atMost(PATIENCE)
        .until(() -> stage.count("SELECT COUNT(*) FROM conversation WHERE last_seq = 2") == SHARDS);
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isOne();
  }

  @Test
  void itCanBeStoppedAndStartedAgain() {
    List<ShardWriter> writers = writers();
    Flusher flusher = start(stage.log);
    flusher.stop();
    assertThat(flusher.isRunning()).isFalse();
    appendDialogues(writers, 2, 1);
    flusher.start();
    awaitMessages(writers, 2);
  }
}
