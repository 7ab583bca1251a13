package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.time.ClockConfiguration;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import io.gostacker.flusher.FlusherConfiguration;
import io.gostacker.send.SendConfiguration;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two send services with a flusher each over one Redis and one MySQL. One of them has hardly any
/// room for states, so that it drops and loads them all the time, and remembers few client ids, so
/// that it has to look read positions up; the other one keeps everything. Whatever they are asked,
/// they say the same.
class SendAndFlusherTest {
  private static final long SEED = 4711;
  private static final int CONVERSATIONS = 150;
  private static final int USERS = 6;
  private static final int STEPS = 1200;

  @TempDir private Path folder;
  private final List<ConfigurableApplicationContext> open = new ArrayList<>();
  private final DatabaseAddress database = Backends.newDatabase();
  private final Random random = new Random(SEED);

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({SendConfiguration.class, FlusherConfiguration.class, ClockConfiguration.class})
  static class SendAndFlusher {}

  private ConfigurableApplicationContext start(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("spring.main.web-application-type", "none");
    all.put("gostacker.data", folder);
    all.put("gostacker.redis.url", Backends.redisUrl());
    all.put("gostacker.redis.timeout", "5s");
    all.put("gostacker.send.patience", "20s");
    all.put("spring.datasource.url", database.url());
    all.put("spring.datasource.username", database.user());
    all.put("spring.datasource.password", database.password());
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(SendAndFlusher.class)
            .run(
                all.entrySet().stream()
                    .map(each -> "--" + each.getKey() + "=" + each.getValue())
                    .toArray(String[]::new));
    open.add(context);
    return context;
  }

  @AfterEach
  void stop() {
    open.reversed().forEach(ConfigurableApplicationContext::close);
  }

  @Test
  void aStateThatWasDroppedAndLoadedAgainIsWhatItWas() {
    Backends.flushRedis();
    SendPort roomy = start(Map.of()).getBean(SendPort.class);
    SendPort tight =
        start(Map.of("gostacker.send.loaded-conversations", 64, "gostacker.idempotency.ids", 12))
            .getBean(SendPort.class);
    List<SendPort> both = List.of(roomy, tight);
    for (int i = 0; i < CONVERSATIONS; i++) {
      ask(both.get(i % 2), create(id(i)));
    }
    Map<String, Reply.Sent> latest = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      // A few conversations are busy, so that they grow; most are touched now and then.
      long id = id(random.nextInt(4) == 0 ? random.nextInt(CONVERSATIONS) : random.nextInt(5));
      SendPort one = both.get(random.nextInt(2));
      Command command = command(id, step);
      Reply reply = ask(one, command);
      if (command instanceof Command.SendMessage send && reply instanceof Reply.Sent sent) {
        assertThat(sent.repeated()).isFalse();
        Reply.Sent repeat = (Reply.Sent) ask(both.get(random.nextInt(2)), send);
        assertThat(repeat.repeated()).isTrue();
        assertThat(repeat.seq()).isEqualTo(sent.seq());
        latest.put(id + " " + send.senderId(), sent);
      }
    }
    for (int i = 0; i < CONVERSATIONS; i++) {
      assertThat(seen(tight, id(i))).as("conversation %s", i).isEqualTo(seen(roomy, id(i)));
    }
    awaitFlushed(roomy);
    SendPort fresh = start(Map.of("gostacker.idempotency.ids", 12)).getBean(SendPort.class);
    for (int i = 0; i < CONVERSATIONS; i++) {
      assertThat(seen(fresh, id(i))).as("conversation %s", i).isEqualTo(seen(roomy, id(i)));
    }
    assertThat(latest).hasSizeGreaterThan(30);
  }

  private static long id(int number) {
    return 1_000 + number;
  }

  private static Command create(long id) {
    boolean group = id % 3 != 0;
    return new Command.Create(
        id,
        group ? ConversationType.GROUP : ConversationType.CHANNEL,
        "number " + id,
        1,
        new long[] {1, 2, 3},
        JoinPolicy.OPEN,
        group ? HistoryPolicy.JOINED : HistoryPolicy.ALL,
        null);
  }

  private Command command(long id, int step) {
    long user = 1 + random.nextInt(USERS);
    long other = 1 + random.nextInt(USERS);
    return switch (random.nextInt(12)) {
      case 0 -> new Command.AddMembers(id, user, new long[] {other});
      case 1 -> new Command.Join(id, user, false);
      case 2 -> new Command.RemoveMember(id, user, other);
      case 3 -> new Command.ChangeMember(id, user, other, role(), null, null);
      case 4 -> new Command.ChangeMember(id, user, other, null, "nick " + step, null);
      case 5 -> new Command.ChangeConversation(id, user, "name " + step, null, null);
      case 6, 7 -> new Command.Read(id, user, "device", 1 + random.nextInt(200));
      default ->
          new Command.SendMessage(
              id,
              user,
              "device",
              "m" + step,
              ("{\"type\":\"text\",\"text\":\"" + step + "\"}").getBytes(StandardCharsets.UTF_8),
              false);
    };
  }

  /// Sometimes the ownership too.
  private Role role() {
    return Role.values()[random.nextInt(Role.values().length)];
  }

  private static Reply ask(SendPort port, Command command) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    port.submit(command, reply::complete);
    Reply given = reply.orTimeout(60, TimeUnit.SECONDS).join();
    if (given instanceof Reply.Refused refused) {
      assertThat(refused.code().name()).isNotIn("UNAVAILABLE", "OVERLOADED", "INTERNAL");
    }
    return given;
  }

  /// All that every user can see of a conversation.
  private static List<String> seen(SendPort port, long id) {
    List<String> seen = new ArrayList<>();
    for (long user = 1; user <= USERS; user++) {
      try {
        var view = port.conversation(user, id);
        seen.add(
            "%d %d %s %d %d read %d unread %d %s"
                .formatted(
                    user,
                    view.ownerId(),
                    view.name(),
                    view.memberCount(),
                    view.lastSeq(),
                    view.readSeq(),
                    view.unread(),
                    view.lastMessage() == null ? "" : view.lastMessage().clientMessageId()));
        port.members(user, id, 200, 0).items().forEach(member -> seen.add(member.toString()));
        port.history(new SendPort.HistoryQuery(user, id, 0, -1, 200))
            .items()
            .forEach(message -> seen.add(message.seq() + message.clientMessageId()));
      } catch (Refusal refusal) {
        seen.add(user + " " + refusal.code());
      }
    }
    return seen;
  }

  private void awaitFlushed(SendPort port) {
    JdbcClient mySql = open.getFirst().getBean(JdbcClient.class);
    for (int i = 0; i < CONVERSATIONS; i++) {
      long id = id(i);
      long lastSeq = lastSeq(port, id);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() ->
              mySql
                      .sql("SELECT last_seq FROM conversation WHERE conversation_id = ?")
                      .param(id)
                      .query(Long.class)
                      .optional()
                      .orElse(0L)
                  >= lastSeq);
    }
  }

  private static long lastSeq(SendPort port, long id) {
    for (long user = 1; user <= USERS; user++) {
      try {
        return port.conversation(user, id).lastSeq();
      } catch (Refusal refusal) {
        // the next one may be a member
      }
    }
    return 0;
  }
}
