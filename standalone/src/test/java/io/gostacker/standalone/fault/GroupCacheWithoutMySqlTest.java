package io.gostacker.standalone.fault;

import static io.gostacker.standalone.fault.SendAndFlushers.ask;
import static io.gostacker.standalone.fault.SendAndFlushers.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// MySQL killed, and a conversation that is not in memory any more.
class GroupCacheWithoutMySqlTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long GROUP = 7_000;
  private static final long OTHERS = 8_000;

  private final EmbeddedRedis redis = Backends.ownRedis();
  private final EmbeddedMariaDb mariaDb = Backends.ownMariaDb();
  private final RandomCommands commands = new RandomCommands(new Random(1), 1);
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    mariaDb.kill();
    redis.kill();
  }

  @Test
  void itGoesOnIfTheGroupCacheHasItAndIsUnavailableIfNot() {
    DatabaseAddress database =
        new DatabaseAddress(mariaDb.jdbcUrl("lost"), EmbeddedMariaDb.USER, mariaDb.password());
    Map<String, Object> settings = new HashMap<>();
    settings.put("gostacker.send.loaded-conversations", 64); // one or two of a shard
    settings.put("gostacker.send.patience", "3s");
    settings.put("gostacker.group-cache.flush-interval", "100ms");
    try (SendAndFlushers nodes = new SendAndFlushers(folder, redis.url(), database)) {
      SendPort port = nodes.port(settings);
      ask(port, RandomCommands.create(GROUP));
      ask(port, new Command.ChangeMember(GROUP, 1, 2, Role.ADMIN, null, null));
      for (long other = OTHERS; other < OTHERS + 600; other++) {
        ask(port, RandomCommands.create(other));
      }
      await().atMost(PATIENCE).until(() -> isCached(GROUP));
      nodes.awaitFlushed(port, LongStream.of(OTHERS + 599), 3);
      mariaDb.kill();

      Reply.Sent sent = (Reply.Sent) ask(port, commands.message(GROUP, 1));
      assertThat(sent.repeated()).isFalse();
      assertThat(port.members(1, GROUP, 10, 0).items())
          .extracting(member -> member.userId() + " " + member.role())
          .isEqualTo(List.of("1 OWNER", "2 ADMIN", "3 MEMBER"));

      forget(OTHERS);
      Reply refused = reply(port, commands.message(OTHERS, 1));
      assertThat(refused)
          .isInstanceOfSatisfying(
              Reply.Refused.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));

      mariaDb.start();
      await()
          .atMost(PATIENCE)
          .until(() -> reply(port, commands.message(OTHERS, 1)) instanceof Reply.Sent);
      nodes.awaitFlushed(port, LongStream.of(GROUP), 3);
      assertThat(((Reply.Sent) ask(port, commands.message(GROUP, 1))).seq()).isEqualTo(sent.seq());
    }
  }

  private boolean isCached(long id) {
    try (RedisClient client = RedisClient.create(redis.url())) {
      return client.connect().sync().exists("conv:" + id) == 1;
    }
  }

  private void forget(long id) {
    try (RedisClient client = RedisClient.create(redis.url())) {
      client.connect().sync().del("conv:" + id);
    }
  }
}
