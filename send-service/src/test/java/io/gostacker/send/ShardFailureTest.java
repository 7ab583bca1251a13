package io.gostacker.send;

import static io.gostacker.send.Pipeline.group;
import static io.gostacker.send.Pipeline.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.shardlog.InMemoryShardLog;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.Reply;
import io.gostacker.testkit.backend.Backends;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever is thrown inside a shard's work, the shard goes on: nothing is lost, doubled or left
/// without an answer.
class ShardFailureTest {
  private static final long ALICE = 11;
  private static final long BOB = 22;
  private static final long CAROL = 33;
  private static final long GROUP = 1002;

  private final InMemoryShardLog log = new InMemoryShardLog(Clock.systemUTC());
  private final TroubledLog troubled = new TroubledLog(log);
  private final RecordingGateway gateway = new RecordingGateway();
  private final DataSource database = Backends.freshDatabase();
  private final Pipeline pipeline = new Pipeline(troubled.asLog(), database);

  @BeforeEach
  void begin() {
    pipeline.insist(group(GROUP, ALICE, ALICE, BOB));
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  private List<String> history() {
    return pipeline.messages(ALICE, GROUP).stream().map(Message::clientMessageId).skip(1).toList();
  }

  @Test
  void anAppendThatThrowsIsAnsweredAndTheShardGoesOn() {
    troubled.throwNext("append");
    assertThat(pipeline.ask(text(GROUP, ALICE, "a"))).isInstanceOf(Reply.Sent.class);
    assertThat(history()).containsExactly("a");
  }

  @Test
  void aQuestionForTheHeadThatThrowsLeavesNobodyWithoutAnAnswer() {
    troubled.throwNext("head");
    assertThat(pipeline.insist(text(GROUP, CAROL, "a")))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_MEMBER));
    assertThat(pipeline.insist(text(GROUP, ALICE, "b"))).isInstanceOf(Reply.Sent.class);
    assertThat(history()).containsExactly("b");
  }

  @Test
  void anErrorInTheMiddleOfAFanOutLosesAndDoublesNothing() {
    AtomicBoolean defective = new AtomicBoolean(true);
    pipeline.routes.attach(
        "g1",
        delivery -> {
          if (defective.getAndSet(false)) {
            throw new StackOverflowError("thrown by the test");
          }
          gateway.deliver(delivery);
        });
    pipeline.routes.online("g1", BOB);
    List<CompletableFuture<Reply>> open =
        List.of(
            pipeline.submit(text(GROUP, ALICE, "a")),
            pipeline.submit(text(GROUP, ALICE, "b")),
            pipeline.submit(text(GROUP, ALICE, "c")));
    open.forEach(reply -> reply.orTimeout(20, TimeUnit.SECONDS).join());
    for (String id : List.of("a", "b", "c")) {
      assertThat(pipeline.insist(text(GROUP, ALICE, id))).isInstanceOf(Reply.Sent.class);
    }
    assertThat(history()).containsExactlyInAnyOrder("a", "b", "c");
    await().untilAsserted(() -> assertThat(gateway.seqsFor(BOB)).contains(2L, 3L, 4L));
  }

  @Test
  void aGatewayThatFailsIsToldToResyncAndHoldsUpNobody() {
    AtomicBoolean defective = new AtomicBoolean(true);
    pipeline.routes.attach(
        "g1",
        delivery -> {
          if (defective.getAndSet(false)) {
            throw new IllegalStateException("thrown by the test");
          }
          gateway.deliver(delivery);
        });
    pipeline.routes.online("g1", BOB);
    assertThat(pipeline.ask(text(GROUP, ALICE, "a"))).isInstanceOf(Reply.Sent.class);
    assertThat(gateway.all())
        .first()
        .isInstanceOfSatisfying(
            Delivery.Resync.class, resync -> assertThat(resync.recipients()).containsExactly(BOB));
  }

  @Test
  void aReplyThatThrowsCostsTheOthersNothing() {
    pipeline.service.submit(
        text(GROUP, ALICE, "a"),
        reply -> {
          throw new IllegalStateException("thrown by the test");
        });
    assertThat(pipeline.ask(text(GROUP, ALICE, "b"))).isInstanceOf(Reply.Sent.class);
    assertThat(history()).containsExactly("a", "b");
  }

  @Test
  void aRefusalThatWasDecidedBeforeSomebodyElsesChangeIsDecidedAgain() {
    troubled.hold("head");
    await().until(() -> troubled.held() >= Pipeline.SHARDS.count()); // looks of idle shards
    try (Pipeline other = new Pipeline(log, database)) {
      assertThat(other.insist(new Command.AddMembers(GROUP, ALICE, new long[] {CAROL})))
          .isInstanceOf(Reply.MembersAdded.class);
      CompletableFuture<Reply> reply = pipeline.submit(text(GROUP, CAROL, "hello"));
      await().during(Duration.ofMillis(200)).until(() -> !reply.isDone()); // it has been decided
      troubled.release();
      assertThat(reply.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(Reply.Sent.class);
    }
  }

  @Test
  void whatWaitsToBeConfirmedIsAnsweredThoughTheLogStaysAway() {
    troubled.hold("head");
    await().until(() -> troubled.held() >= Pipeline.SHARDS.count());
    CompletableFuture<Reply> reply = pipeline.submit(text(GROUP, CAROL, "hello"));
    await().during(Duration.ofMillis(200)).until(() -> !reply.isDone());
    troubled.goDown();
    troubled.failHeld();
    assertThat(reply.orTimeout(20, TimeUnit.SECONDS).join())
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }
}
