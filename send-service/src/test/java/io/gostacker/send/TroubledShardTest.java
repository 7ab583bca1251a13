package io.gostacker.send;

import static io.gostacker.send.Pipeline.direct;
import static io.gostacker.send.Pipeline.group;
import static io.gostacker.send.Pipeline.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.shardlog.Appended;
import io.gostacker.common.shardlog.InMemoryShardLog;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort.SyncPage;
import io.gostacker.common.transport.SendPort.SyncQuery;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.shardlog.DecoratedLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// What must not leave a shard standing still, nor let it go on with what is not so: defects in its
/// steps, a log that is not what it was, a database that hangs.
class TroubledShardTest {
  private static final long ALICE = 11;
  private static final long BOB = 22;
  private static final long CHAT = 1001;
  private static final long GROUP = 1002;

  private final DataSource database = Backends.freshDatabase();
  private final InMemoryShardLog inMemory = new InMemoryShardLog(Clock.systemUTC());
  private final DecoratedLog log = new DecoratedLog(inMemory);
  private final List<Pipeline> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Pipeline::close);
  }

  private Pipeline pipeline(DecoratedLog through, DataSource from) {
    Pipeline pipeline = new Pipeline(through, from);
    open.add(pipeline);
    return pipeline;
  }

  private static long seq(Reply reply) {
    return ((Reply.Sent) reply).seq();
  }

  private static ErrorCode refusal(Reply reply) {
    return ((Reply.Refused) reply).code();
  }

  @Test
  void aGatewayThatFailsKeepsNothingFromBeingAppliedAnsweredAndHandedToOthers() {
    Pipeline pipeline = pipeline(log, database);
    RecordingGateway sound = new RecordingGateway();
    List<Delivery> resyncs = new ArrayList<>();
    pipeline.routes.attach(
        "broken",
        delivery -> {
          if (delivery instanceof Delivery.Frame) {
            throw new IllegalStateException("a defect of the test");
          }
          resyncs.add(delivery);
        });
    pipeline.routes.attach("sound", sound);
    pipeline.routes.online("broken", BOB);
    pipeline.routes.online("sound", BOB);

    pipeline.ask(direct(CHAT, ALICE, BOB));
    for (long seq = 1; seq <= 3; seq++) {
      assertThat(seq(pipeline.ask(text(CHAT, ALICE, "m" + seq)))).isEqualTo(seq);
    }
    assertThat(pipeline.messages(BOB, CHAT)).hasSize(3);
    assertThat(sound.seqsFor(BOB)).containsExactly(1L, 2L, 3L);
    assertThat(resyncs).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "head", "read", "flushed"})
  void aStepThatThrowsIsDoneAgain(String step) {
    AtomicInteger trips = new AtomicInteger();
    Pipeline pipeline = pipeline(new TrippingLog(step, trips), database);
    pipeline.insist(direct(CHAT, ALICE, BOB));
    for (long seq = 1; seq <= 5; seq++) {
      trips.set(2);
      assertThat(seq(pipeline.insist(text(CHAT, ALICE, "m" + seq)))).isEqualTo(seq);
      assertThat(seq(pipeline.insist(text(CHAT, ALICE, "m" + seq)))).isEqualTo(seq);
    }
    assertThat(pipeline.messages(BOB, CHAT)).hasSize(5);
  }

  /// A log of which one kind of question fails as often as it is told.
  private final class TrippingLog extends DecoratedLog {
    private final String step;
    private final AtomicInteger trips;

    TrippingLog(String step, AtomicInteger trips) {
      super(inMemory);
      this.step = step;
      this.trips = trips;
    }

    private void trip(String present) {
      if (present.equals(step) && trips.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("a defect of the test");
      }
    }

    @Override
    public CompletableFuture<Appended> append(
        int shard, Position expected, String batchId, byte[] payload) {
      trip("append");
      return super.append(shard, expected, batchId, payload);
    }

    @Override
    public CompletableFuture<Optional<Position>> head(int shard) {
      trip("head");
      return super.head(shard);
    }

    @Override
    public CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit) {
      trip("read");
      return super.read(shard, afterOffset, limit);
    }

    @Override
    public CompletableFuture<Optional<Position>> flushed(int shard) {
      trip("flushed");
      return super.flushed(shard);
    }
  }

  @Test
  void aDatabaseThatFailsInWhateverWayIsAskedAgain() {
    AtomicBoolean broken = new AtomicBoolean();
    DataSource failing =
        new DelegatingDataSource(database) {
          @Override
          public Connection getConnection() throws SQLException {
            if (broken.get()) {
              throw new StackOverflowError("a defect of the test");
            }
            return super.getConnection();
          }
        };
    Pipeline pipeline = pipeline(log, failing);
    pipeline.insist(direct(CHAT, ALICE, BOB));
    broken.set(true);
    assertThat(refusal(pipeline.ask(group(GROUP, ALICE, ALICE, BOB))))
        .isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(seq(pipeline.ask(text(CHAT, ALICE, "meanwhile")))).isEqualTo(1);
    broken.set(false);
    assertThat(pipeline.insist(group(GROUP, ALICE, ALICE, BOB)))
        .isInstanceOf(Reply.Conversation.class);
  }

  @Test
  void aCommandThatCannotBeDecidedIsRefusedAndSpoilsNothingForTheOthers() {
    Pipeline pipeline = pipeline(log, database);
    pipeline.insist(direct(CHAT, ALICE, BOB));
    List<CompletableFuture<Reply>> replies =
        IntStream.range(0, 30)
            .mapToObj(i -> i % 10 == 5 ? undecidable("bad" + i) : text(CHAT, ALICE, "m" + i))
            .map(pipeline::submit)
            .toList();
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Reply reply = replies.get(i).orTimeout(20, TimeUnit.SECONDS).join();
      if (i % 10 == 5) {
        assertThat(refusal(reply)).isEqualTo(ErrorCode.INTERNAL);
      } else {
        seqs.add(seq(reply));
      }
    }
    assertThat(seqs)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 27).mapToObj(Long::valueOf).toList());
    assertThat(pipeline.messages(BOB, CHAT)).hasSize(27);
  }

  @SuppressWarnings("NullAway") // a defect of the caller's
  private static Command undecidable(String clientMessageId) {
    return new Command.SendMessage(CHAT, ALICE, "device", clientMessageId, null, false);
  }

  @Test
  void aRepeatIsNotConfirmedByALogThatHasLostTheMessage() {
    Pipeline pipeline = pipeline(log, database);
    pipeline.insist(direct(CHAT, ALICE, BOB));
    assertThat(seq(pipeline.insist(text(CHAT, ALICE, "lost")))).isEqualTo(1);
    log.exchange(new InMemoryShardLog(Clock.systemUTC()));

    Reply repeat = pipeline.insist(text(CHAT, ALICE, "lost"));

    assertThat(repeat).isInstanceOf(Reply.Refused.class);
    assertThat(refusal(repeat)).isEqualTo(ErrorCode.NOT_MEMBER);
  }

  @Test
  void aLogThatHasLostItsEntriesButNotItsHeadBeginsANewEpoch() {
    Pipeline before = pipeline(log, database);
    before.insist(direct(CHAT, ALICE, BOB));
    before.insist(text(CHAT, ALICE, "lost"));
    before.close();
    DecoratedLog hollow =
        new DecoratedLog(inMemory) {
          @Override
          public CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit) {
            return super.read(shard, afterOffset, limit)
                .thenApply(
                    all -> all.stream().filter(entry -> entry.offset() >= 2_000_000).toList());
          }
        };
    Pipeline after = pipeline(hollow, database);
    assertThat(after.insist(direct(CHAT, ALICE, BOB))).isInstanceOf(Reply.Conversation.class);
    assertThat(after.insist(text(CHAT, ALICE, "new"))).isInstanceOf(Reply.Sent.class);
    assertThat(after.messages(BOB, CHAT)).hasSize(1);
  }

  @Test
  void aDatabaseThatHasMoreThanTheLogEndsInANewEpochAndNotInAnEndlessLoad() {
    Pipeline pipeline = pipeline(log, database);
    pipeline.insist(direct(CHAT, ALICE, BOB));
    JdbcClient.create(database)
        .sql("UPDATE shard_state SET flushed_offset = base + 500, flushed_batch = 'ahead'")
        .update();
    assertThat(pipeline.insist(direct(CHAT + 4, ALICE, BOB)))
        .isInstanceOf(Reply.Conversation.class);
    for (long id = CHAT; id < CHAT + 12; id++) {
      pipeline.insist(direct(id, ALICE, BOB));
      assertThat(pipeline.insist(text(id, ALICE, "after"))).isInstanceOf(Reply.Sent.class);
    }
    assertThat(
            JdbcClient.create(database)
                .sql("SELECT MAX(epoch) FROM shard_state")
                .query(Integer.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void whileTheLogIsAwayEverythingIsAnsweredUnavailable() {
    AtomicBoolean away = new AtomicBoolean();
    AtomicInteger connections = new AtomicInteger(1);
    DecoratedLog leaving =
        new DecoratedLog(inMemory) {
          @Override
          public boolean isUp(int shard) {
            return !away.get();
          }

          @Override
          public int connection(int shard) {
            return connections.get();
          }
        };
    Pipeline pipeline = pipeline(leaving, database);
    pipeline.insist(direct(CHAT, ALICE, BOB));
    pipeline.insist(text(CHAT, ALICE, "first"));
    away.set(true);
    List<CompletableFuture<Reply>> replies =
        List.of(
            pipeline.submit(text(CHAT, ALICE, "first")),
            pipeline.submit(text(CHAT, BOB, "second")),
            pipeline.submit(new Command.Typing(CHAT, ALICE, "device")));
    for (CompletableFuture<Reply> reply : replies) {
      assertThat(refusal(reply.orTimeout(20, TimeUnit.SECONDS).join()))
          .isEqualTo(ErrorCode.UNAVAILABLE);
    }
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> pipeline.messages(ALICE, CHAT))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    connections.incrementAndGet();
    away.set(false);
    assertThat(seq(pipeline.insist(text(CHAT, BOB, "second")))).isEqualTo(2);
    assertThat(pipeline.messages(ALICE, CHAT)).hasSize(2);
  }

  @Test
  void aDatabaseThatHangsHoldsUpOnlyWhatNeedsIt() {
    CountDownLatch released = new CountDownLatch(1);
    AtomicBoolean hangs = new AtomicBoolean();
    DataSource hanging =
        new DelegatingDataSource(database) {
          @Override
          public Connection getConnection() throws SQLException {
            try {
              if (hangs.get()) {
                released.await();
              }
            } catch (InterruptedException e) {
              throw new SQLException(e);
            }
            return super.getConnection();
          }
        };
    Pipeline pipeline = pipeline(log, hanging);
    pipeline.insist(direct(CHAT, ALICE, BOB));
    pipeline.insist(text(CHAT, ALICE, "first"));
    hangs.set(true);
    assertThat(refusal(pipeline.ask(text(GROUP, ALICE, "x")))).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(seq(pipeline.ask(text(CHAT, ALICE, "second")))).isEqualTo(2);
    assertThat(pipeline.messages(BOB, CHAT)).hasSize(2);
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> pipeline.service.conversation(ALICE, GROUP))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    hangs.set(false);
    released.countDown();
    assertThat(pipeline.insist(group(GROUP, ALICE, ALICE, BOB)))
        .isInstanceOf(Reply.Conversation.class);
  }

  @Test
  void rightAfterAStartASyncKnowsWhatMySqlDoesNotKnowYet() {
    Pipeline before = pipeline(log, database);
    before.insist(group(GROUP, ALICE, ALICE, BOB));
    before.insist(text(GROUP, ALICE, "unflushed"));
    before.close();
    DecoratedLog slow =
        new DecoratedLog(inMemory) {
          @Override
          public CompletableFuture<Optional<Position>> head(int shard) {
            return super.head(shard)
                .thenApplyAsync(
                    head -> head, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
          }
        };
    Pipeline after = pipeline(slow, database);
    SyncPage page = after.service.sync(new SyncQuery(BOB, Map.of(GROUP, 1L), 50));
    assertThat(page.gone()).isEmpty();
    assertThat(page.conversations())
        .singleElement()
        .satisfies(conversation -> assertThat(conversation.messages()).hasSize(1));
  }
}
