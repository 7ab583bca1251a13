package io.gostacker.standalone.fault;

import static io.gostacker.standalone.fault.SendAndFlushers.ask;
import static io.gostacker.standalone.fault.SendAndFlushers.seen;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// What goes wrong with group caches that are written back: a cold cache that wipes a group, a
/// flush that makes everybody an owner, a change during a flush that is lost. Seeded, so that what
/// fails fails again.
class GroupCacheRaceTest {
  private static final long SEED = 20261126;
  private static final int USERS = 6;
  private static final int GROUPS = 12;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final RedisClient client = RedisClient.create(Backends.redisUrl());
  private final RedisCommands<byte[], byte[]> redis =
      client.connect(ByteArrayCodec.INSTANCE).sync();
  private SendAndFlushers nodes;

  @BeforeEach
  void empty() {
    Backends.flushRedis();
    nodes = new SendAndFlushers(folder, Backends.redisUrl(), Backends.newDatabase());
  }

  @AfterEach
  void stop() {
    nodes.close();
    client.shutdown();
  }

  @Test
  void aColdOldOrBrokenCacheChangesNoGroup() {
    Random random = new Random(SEED);
    RandomCommands commands = new RandomCommands(random, USERS);
    SendPort roomy = nodes.port(Map.of());
    SendPort tight =
        nodes.port(
            Map.of(
                "gostacker.send.loaded-conversations",
                64,
                "gostacker.group-cache.flush-interval",
                "10ms"));
    List<SendPort> both = List.of(roomy, tight);
    int groups = 150; // more than the second one has room for
    for (int i = 0; i < groups; i++) {
      ask(both.get(i % 2), RandomCommands.create(id(i)));
    }
    Map<Integer, byte[]> earlier = new HashMap<>();
    for (int step = 0; step < 900; step++) {
      int group = random.nextInt(3) == 0 ? random.nextInt(groups) : random.nextInt(10);
      tamper(random, group, earlier);
      ask(both.get(random.nextInt(2)), commands.any(id(group), step));
    }
    for (int i = 0; i < groups; i++) {
      assertThat(seen(tight, id(i), USERS)).as("group %s", i).isEqualTo(seen(roomy, id(i), USERS));
    }
    assertThat(earlier).as("states were in the cache").isNotEmpty();
  }

  /// Takes a state out of the cache, puts an earlier one in, or none.
  private void tamper(Random random, int group, Map<Integer, byte[]> earlier) {
    byte[] key = ("conv:" + id(group)).getBytes(US_ASCII);
    byte[] now = redis.get(key);
    switch (random.nextInt(8)) {
      case 0 -> redis.del(key);
      case 1 -> redis.set(key, "garbage".getBytes(US_ASCII));
      case 2, 3 -> {
        byte[] old = earlier.get(group);
        if (old != null) {
          redis.set(key, old);
        }
      }
      case 4, 5 -> {
        if (now != null) {
          earlier.put(group, now);
        }
      }
      default -> {}
    }
  }

  @Test
  void aFlushNeverChangesARole() throws Exception {
    race(new Random(SEED + 1), () -> {});
  }

  @Test
  void aChangeDuringAFlushIsNotLost() throws Exception {
    Random random = new Random(SEED + 2);
    // Whoever flushes a shard updates its row first: held from outside, its transaction stands
    // still
    // in its middle while changes go on.
    race(new Random(SEED + 3), () -> holdFlushes(random));
  }

  private void holdFlushes(Random random) {
    JdbcClient mySql = nodes.mySql();
    TransactionTemplate transaction =
        new TransactionTemplate(new JdbcTransactionManager(nodes.dataSource()));
    transaction.executeWithoutResult(status -> {
      mySql.sql("SELECT shard FROM shard_state FOR UPDATE").query(Integer.class).list();
      LockSupport.parkNanos(Duration.ofMillis(50 + random.nextInt(200)).toNanos());
    });
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(50)).toNanos());
  }

  /// Changes of all kinds over two services by three threads, with something beside; in the end
  /// MySQL must say what the services say.
  private void race(Random random, Runnable beside) throws Exception {
    Map<String, Object> quick = Map.of("gostacker.flusher.interval", "10ms");
    List<SendPort> both = List.of(nodes.port(quick), nodes.port(quick));
    for (int i = 0; i < GROUPS; i++) {
      ask(both.get(i % 2), RandomCommands.create(id(i)));
    }
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> besides =
          threads.submit(() -> {
            while (!over.get()) {
              beside.run();
              LockSupport.parkNanos(1_000_000);
            }
          });
      List<Future<?>> changes = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        Random own = new Random(random.nextLong());
        changes.add(threads.submit(() -> change(own, both)));
      }
      for (Future<?> each : changes) {
        each.get();
      }
      over.set(true);
      besides.get();
    }
    for (int i = 0; i < GROUPS; i++) {
      long id = id(i);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(stored(id)).isEqualTo(told(both.getFirst(), id)));
      assertThat(told(both.getLast(), id)).isEqualTo(told(both.getFirst(), id));
    }
  }

  private static void change(Random random, List<SendPort> both) {
    RandomCommands commands = new RandomCommands(random, USERS);
    for (int step = 0; step < 400; step++) {
      ask(both.get(random.nextInt(2)), commands.change(id(random.nextInt(GROUPS)), step));
    }
  }

  /// User → role and nickname, as the services say.
  private static Map<Long, String> told(SendPort port, long id) {
    Map<Long, String> members = new TreeMap<>();
    for (long user = 1; user <= USERS; user++) {
      try {
        for (MemberView member : port.members(user, id, 200, 0).items()) {
          members.put(member.userId(), member.role().ordinal() + " " + member.nickname());
        }
        return members;
      } catch (Refusal refusal) {
        // the next one may be a member
      }
    }
    return members;
  }

  private Map<Long, String> stored(long id) {
    Map<Long, String> members = new TreeMap<>();
    nodes
        .mySql()
        .sql(
            "SELECT user_id, role, nickname FROM member WHERE conversation_id = ? AND is_member ="
                + " TRUE")
        .param(id)
        .query(row -> {
          members.put(row.getLong(1), row.getInt(2) + " " + row.getString(3));
        });
    return members;
  }

  @Test
  void withoutTheCacheEveryAnsweredChangeIsInMySqlAndNothingInRedis() {
    Random random = new Random(SEED + 4);
    RandomCommands commands = new RandomCommands(random, USERS);
    SendPort port =
        nodes.port(
            Map.of(
                "gostacker.group-cache.enabled",
                false,
                "gostacker.flusher.interval",
                "10ms",
                "gostacker.send.loaded-conversations",
                64));
    for (int i = 0; i < GROUPS; i++) {
      ask(port, RandomCommands.create(id(i)));
    }
    for (int step = 0; step < 150; step++) {
      long id = id(random.nextInt(GROUPS));
      Command change = commands.change(id, step);
      Reply reply = ask(port, change);
      if (!(reply instanceof Reply.Refused)) {
        assertThat(stored(id)).as("after %s", change).isEqualTo(told(port, id));
      }
      // A repeat says the same, and waits for no less.
      ask(port, RandomCommands.create(id));
    }
    assertThat(redis.keys("conv:*")).isEmpty();
  }

  private static long id(int number) {
    return 5_000 + number;
  }
}
