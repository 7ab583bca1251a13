package io.gostacker.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.shardlog.InMemoryShardLog;
import io.gostacker.common.shardlog.ShardStates;
import io.gostacker.common.transport.Reply;
import io.gostacker.testkit.backend.Backends;
import java.time.Clock;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Several instances that start for the first time together.
class FirstStartTest {
  private static final long ALICE = 11;
  private static final long BOB = 22;
  private static final long CHAT = 1001;

  private final InMemoryShardLog log = new InMemoryShardLog(Clock.systemUTC());
  private final DataSource database = Backends.freshDatabase();

  @Test
  void oneThatComesWhileAnotherIsAboutToBeginTheLogLeavesTheEpochAsItIs() {
    TroubledLog slow = new TroubledLog(log);
    TroubledLog watched = new TroubledLog(log);
    slow.hold("begin");
    try (Pipeline first = new Pipeline(slow.asLog(), database)) {
      await().until(() -> slow.held() == Pipeline.SHARDS.count());
      watched.hold("head");
      try (Pipeline second = new Pipeline(watched.asLog(), database)) {
        await().until(() -> watched.held() == Pipeline.SHARDS.count());
        watched.release(); // it looks, and sees nothing
        slow.release();
        assertThat(first.insist(Pipeline.direct(CHAT, ALICE, BOB)))
            .isInstanceOf(Reply.Conversation.class);
        assertThat(second.insist(Pipeline.text(CHAT, ALICE, "a"))).isInstanceOf(Reply.Sent.class);
      }
    }
    assertEveryEpochIsTheFirst();
  }

  @Test
  void oneThatLookedBeforeAnotherBeganDoesNotBeginTheLogOnceMore() {
    TroubledLog watched = new TroubledLog(log);
    watched.hold("head");
    try (Pipeline second = new Pipeline(watched.asLog(), database)) {
      await().until(() -> watched.held() == Pipeline.SHARDS.count()); // it has seen no epoch
      try (Pipeline first = new Pipeline(log, database)) {
        await().until(() -> IntStream.range(0, Pipeline.SHARDS.count()).allMatch(this::hasBegun));
        watched.release();
        // Every shard of the one and then of the other is looked at.
        assertThat(second.service.conversations(ALICE, 10, null).items()).isEmpty();
        for (long id = 1; id <= 40; id++) {
          long unknown = id;
          assertThatThrownBy(() -> first.service.conversation(ALICE, unknown))
              .isInstanceOf(Refusal.class);
        }
      }
    }
    assertEveryEpochIsTheFirst();
  }

  private boolean hasBegun(int shard) {
    var head = log.head(shard);
    log.flush();
    return head.join().isPresent();
  }

  private void assertEveryEpochIsTheFirst() {
    ShardStates states = new ShardStates(JdbcClient.create(database));
    for (int shard = 0; shard < Pipeline.SHARDS.count(); shard++) {
      assertThat(states.of(shard).epoch()).isEqualTo(1);
    }
  }
}
