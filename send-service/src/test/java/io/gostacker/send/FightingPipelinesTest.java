package io.gostacker.send;

import static io.gostacker.send.Pipeline.group;
import static io.gostacker.send.Pipeline.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.RedisShardLog;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.RedisClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several send services that all think they own a shard, on one real Redis.
class FightingPipelinesTest {
  private static final long ALICE = 11;
  private static final long BOB = 22;
  private static final long GROUP = 1002;

  private final RedisClient client = RedisClient.create();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final DataSource database = Backends.freshDatabase();

  @BeforeEach
  void empty() {
    Backends.flushRedis();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    client.shutdown();
  }

  private RedisShardLog redisLog() {
    RedisShardLog log =
        RedisShardLog.open(
            client,
            new RedisSettings(URI.create(Backends.redisUrl()), Duration.ofSeconds(5), true));
    open.add(log);
    return log;
  }

  private Pipeline pipeline(FaultyLog log) {
    Pipeline pipeline = new Pipeline(log, database);
    open.add(pipeline);
    return pipeline;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void loseAndDoubleNothingWhateverBecomesOfTheirAppends(long seed) throws Exception {
    List<FaultyLog> logs = new ArrayList<>();
    List<Pipeline> pipelines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      logs.add(new FaultyLog(redisLog(), seed * 31 + i, 20));
      pipelines.add(pipeline(logs.get(i)));
    }
    pipelines.getFirst().insist(group(GROUP, ALICE, ALICE, BOB));

    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int number = i;
      senders.add(
          Thread.startVirtualThread(() -> {
            for (int j = 0; j < 25; j++) {
              // Every fourth id is sent by two senders at once, through different pipelines.
              String id = (j % 4 == 0 ? number / 2 + "x" : number + "y") + j;
              Command command = text(GROUP, number % 4 < 2 ? ALICE : BOB, id);
              Reply reply = pipelines.get((number + j) % 3).insist(command);
              long seq = ((Reply.Sent) reply).seq();
              Long before = acknowledged.put(id, seq);
              assertThat(before).isIn(null, seq);
            }
          }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    logs.forEach(FaultyLog::heal);

    Map<String, Long> found = new HashMap<>();
    for (Message message : pipelines.get(1).messages(BOB, GROUP)) {
      assertThat(found.put(message.clientMessageId(), message.seq())).isNull();
    }
    assertThat(found).containsAllEntriesOf(acknowledged);
    assertThat(acknowledged).hasSize(6 * 7 + 12 * 18);
    assertThat(found.values().stream().sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, found.size()).boxed().toList());
  }

  @Test
  void whatAKilledOneAppendedButDidNotFanOutIsFannedOutByTheOther() {
    RecordingGateway gateway = new RecordingGateway();
    DyingLog dying = new DyingLog(redisLog());
    Pipeline first = new Pipeline(dying, database);
    open.add(first);
    Pipeline second = pipeline(new FaultyLog(redisLog(), 1, 0));
    for (Pipeline each : List.of(first, second)) {
      each.routes.attach("g1", gateway);
      each.routes.online("g1", BOB);
    }
    first.insist(group(GROUP, ALICE, ALICE, BOB));
    first.insist(text(GROUP, ALICE, "before"));
    dying.die();
    var unanswered = first.submit(text(GROUP, ALICE, "orphan"));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(gateway.seqsFor(BOB)).contains(3L));
    assertThat(gateway.seqsFor(BOB).stream().distinct()).containsExactly(1L, 2L, 3L);
    assertThat(second.messages(BOB, GROUP)).hasSize(3);
    assertThat(second.insist(text(GROUP, ALICE, "orphan")))
        .isInstanceOfSatisfying(
            Reply.Sent.class,
            sent -> {
              assertThat(sent.seq()).isEqualTo(3);
              assertThat(sent.repeated()).isTrue();
            });
    assertThat(unanswered.join()).isInstanceOf(Reply.Refused.class);
  }
}
