package io.gostacker.standalone.fault;

import static io.gostacker.standalone.fault.SendAndFlushers.ask;
import static io.gostacker.standalone.fault.SendAndFlushers.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import io.gostacker.testkit.backend.Backends;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

/// Two send services with a flusher each over one Redis and one MySQL. One of them has hardly any
/// room for states, so that it drops and loads them all the time, and remembers few client ids, so
/// that it has to look read positions up; the other one keeps everything. Whatever they are asked,
/// they say the same.
class SendAndFlusherTest {
  private static final long SEED = 4711;
  private static final int CONVERSATIONS = 150;
  private static final int USERS = 6;

  @TempDir private Path folder;
  private SendAndFlushers nodes;
  private final Random random = new Random(SEED);
  private final RandomCommands commands = new RandomCommands(random, USERS);

  @BeforeEach
  void empty() {
    Backends.flushRedis();
    nodes = new SendAndFlushers(folder, Backends.redisUrl(), Backends.newDatabase());
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  @ParameterizedTest(name = "group cache: {0}")
  @CsvSource({"true, 1200", "false, 150"})
  void aStateThatWasDroppedAndLoadedAgainIsWhatItWas(boolean cache, int steps) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("gostacker.group-cache.enabled", cache);
    settings.put("gostacker.flusher.interval", "10ms");
    SendPort roomy = nodes.port(settings);
    settings.put("gostacker.idempotency.ids", 12);
    settings.put("gostacker.send.loaded-conversations", 64);
    ConfigurableApplicationContext second = nodes.start(settings);
    SendPort tight = second.getBean(SendPort.class);
    List<SendPort> both = List.of(roomy, tight);
    IntStream.range(0, CONVERSATIONS)
        .parallel()
        .forEach(i -> ask(both.get(i % 2), RandomCommands.create(id(i))));
    Map<String, Reply.Sent> latest = new HashMap<>();
    for (int step = 0; step < steps; step++) {
      // A few conversations are busy, so that they grow; most are touched now and then.
      long id = id(random.nextInt(4) == 0 ? random.nextInt(CONVERSATIONS) : random.nextInt(5));
      Command command = commands.any(id, step);
      Reply reply = ask(both.get(random.nextInt(2)), command);
      if (command instanceof Command.SendMessage send && reply instanceof Reply.Sent sent) {
        assertThat(sent.repeated()).isFalse();
        Reply.Sent repeat = (Reply.Sent) ask(both.get(random.nextInt(2)), send);
        assertThat(repeat.repeated()).isTrue();
        assertThat(repeat.seq()).isEqualTo(sent.seq());
        latest.put(id + " " + send.senderId(), sent);
      }
    }
    allSeeTheSame(tight, roomy);
    nodes.awaitFlushed(roomy, LongStream.range(0, CONVERSATIONS).map(i -> id((int) i)), USERS);
    allSeeTheSame(nodes.port(Map.of("gostacker.idempotency.ids", 12)), roomy);
    assertThat(latest).hasSizeGreaterThan(steps / 40);
    assertThat(statesFound(second) > 0).as("states came out of the cache").isEqualTo(cache);
  }

  @Test
  void anExtComesBackFromMySqlAsItWasGiven() {
    String deep = "{\"a\":".repeat(50) + "1" + "}".repeat(50);
    byte[] ext = ("{\"z\":1, \"a\":" + deep + ",\"b\":1.50}").getBytes(StandardCharsets.UTF_8);
    SendPort port = nodes.port(Map.of());
    ask(port, RandomCommands.create(id(0)));
    ask(port, new Command.ChangeConversation(id(0), 1, "renamed", null, ext));
    nodes.awaitFlushed(port, LongStream.of(id(0)), USERS);
    SendPort fresh = nodes.port(Map.of("gostacker.group-cache.enabled", false));
    assertThat(fresh.conversation(1, id(0)).ext()).isEqualTo(ext);
  }

  private static void allSeeTheSame(SendPort one, SendPort other) {
    for (int i = 0; i < CONVERSATIONS; i++) {
      assertThat(seen(one, id(i), USERS))
          .as("conversation %s", i)
          .isEqualTo(seen(other, id(i), USERS));
    }
  }

  private static double statesFound(ConfigurableApplicationContext node) {
    return node.getBean(MeterRegistry.class)
        .counter("gostacker.send.loads", "from", "cache")
        .count();
  }

  private static long id(int number) {
    return 1_000 + number;
  }
}
