package io.gostacker.send;

import static io.gostacker.send.Pipeline.group;
import static io.gostacker.send.Pipeline.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.shardlog.InMemoryShardLog;
import io.gostacker.send.fanout.Ownership;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two send instances that gateways share the shards among.
class SharedShardsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long ALICE = 11;
  private static final long BOB = 22;
  private static final long GROUP = 1002;
  private static final int SHARD = Pipeline.SHARDS.of(GROUP);

  private final DataSource database = Backends.freshDatabase();
  private final InMemoryShardLog log = new InMemoryShardLog(InstantSource.system());
  private final Pipeline one = pipeline();
  private final Pipeline other = pipeline();
  private final RecordingGateway atOne = new RecordingGateway();
  private final RecordingGateway atOther = new RecordingGateway();

  private Pipeline pipeline() {
    return new Pipeline(log, database, SendSettings.defaults(), Ownership.shared());
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private static void own(Pipeline pipeline, int... shards) {
    BitSet owned = new BitSet();
    for (int shard : shards) {
      owned.set(shard);
    }
    pipeline.routes.own("gateway", owned);
  }

  private void bobIsOnline() {
    one.routes.attach("gateway", atOne);
    other.routes.attach("gateway", atOther);
    one.routes.online("gateway", BOB);
    other.routes.online("gateway", BOB);
  }

  private void send(Pipeline at, int from, int to) {
    for (int i = from; i <= to; i++) {
      at.insist(text(GROUP, ALICE, "m-" + i));
    }
  }

  /// The first says that the group was created.
  private static List<Long> upTo(long seq) {
    return LongStream.rangeClosed(1, seq).boxed().toList();
  }

  /// A takeover may hand out again what came while it began; gateways drop it.
  private static List<Long> distinct(RecordingGateway gateway) {
    return gateway.seqsFor(BOB).stream().distinct().toList();
  }

  @Test
  void whoAppendsFansOutAndWhoIsNotTheOwnerDoesNotRepeatIt() {
    bobIsOnline();
    one.ask(group(GROUP, ALICE, ALICE, BOB));
    send(one, 1, 20);
    assertThat(atOne.seqsFor(BOB)).containsExactlyElementsOf(upTo(21));
    Duration threeLooks = Duration.ofMillis(1_500);
    await().during(threeLooks).atMost(SOON).until(() -> atOther.seqsFor(BOB).isEmpty());
    assertThat(other.service.conversation(BOB, GROUP).lastSeq()).isEqualTo(21);
  }

  @Test
  void theOwnerFansOutWhatAnotherAppended() {
    bobIsOnline();
    own(other, SHARD);
    one.ask(group(GROUP, ALICE, ALICE, BOB));
    send(one, 1, 20);
    await().atMost(SOON).until(() -> distinct(atOther).equals(upTo(21)));
  }

  @Test
  void aTakeoverFansOutWhatIsRetained() {
    one.ask(group(GROUP, ALICE, ALICE, BOB));
    send(one, 1, 20); // nobody was there to hand it to
    assertThat(other.service.conversation(BOB, GROUP).lastSeq()).isEqualTo(21);
    bobIsOnline();
    own(other, SHARD);
    await().atMost(SOON).until(() -> distinct(atOther).equals(upTo(21)));
    own(other, SHARD); // again: nothing new
    send(one, 21, 21);
    await().atMost(SOON).until(() -> distinct(atOther).equals(upTo(22)));
  }

  @Test
  void aConversationIsListedEverywhereAsSoonAsItsCreationIsAnswered() {
    for (long id = 2_000; id < 2_100; id++) {
      Pipeline at = id % 2 == 0 ? one : other;
      Pipeline elsewhere = id % 2 == 0 ? other : one;
      at.ask(group(id, ALICE, ALICE, BOB));
      long created = id;
      assertThat(elsewhere.service.conversations(BOB, 200, null).items())
          .anyMatch(view -> view.conversationId() == created);
    }
  }
}
