package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.time.ClockConfiguration;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import io.gostacker.flusher.FlusherConfiguration;
import io.gostacker.send.SendConfiguration;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Any number of send services, with a flusher each, over one Redis and one MySQL.
final class SendAndFlushers implements AutoCloseable {
  private final Path folder;
  private final String redisUrl;
  private final DatabaseAddress database;
  private final List<ConfigurableApplicationContext> open = new ArrayList<>();

  SendAndFlushers(Path folder, String redisUrl, DatabaseAddress database) {
    this.folder = folder;
    this.redisUrl = redisUrl;
    this.database = database;
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({SendConfiguration.class, FlusherConfiguration.class, ClockConfiguration.class})
  static class SendAndFlusher {}

  /// Starts one more; its beans are to be had from the context.
  ConfigurableApplicationContext start(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("spring.main.web-application-type", "none");
    all.put("gostacker.data", folder);
    all.put("gostacker.redis.url", redisUrl);
    all.put("gostacker.redis.timeout", "5s");
    all.put("gostacker.send.patience", "20s");
    all.put("spring.datasource.url", database.url());
    all.put("spring.datasource.username", database.user());
    all.put("spring.datasource.password", database.password());
    all.putAll(settings);
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(SendAndFlusher.class)
            .run(
                all.entrySet().stream()
                    .map(each -> "--" + each.getKey() + "=" + each.getValue())
                    .toArray(String[]::new));
    open.add(context);
    return context;
  }

  /// Starts one more and answers its port.
  SendPort port(Map<String, Object> settings) {
    return start(settings).getBean(SendPort.class);
  }

  /// The database, over the first one's connections.
  JdbcClient mySql() {
    return open.getFirst().getBean(JdbcClient.class);
  }

  DataSource dataSource() {
    return open.getFirst().getBean(DataSource.class);
  }

  @Override
  public void close() {
    open.reversed().forEach(ConfigurableApplicationContext::close);
  }

  /// The answer, which must be a final one.
  static Reply ask(SendPort port, Command command) {
    Reply given = reply(port, command);
    if (given instanceof Reply.Refused refused) {
      assertThat(refused.code().name()).isNotIn("UNAVAILABLE", "OVERLOADED", "INTERNAL");
    }
    return given;
  }

  /// The answer, whatever it is.
  static Reply reply(SendPort port, Command command) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    port.submit(command, reply::complete);
    return reply.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /// All that users 1 to `users` can see of a conversation.
  static List<String> seen(SendPort port, long id, int users) {
    List<String> seen = new ArrayList<>();
    for (long user = 1; user <= users; user++) {
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

  /// Waits until MySQL has all messages of some conversations.
  void awaitFlushed(SendPort port, LongStream ids, int users) {
    ids.forEach(id -> {
      long lastSeq = lastSeq(port, id, users);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() ->
              mySql()
                      .sql("SELECT last_seq FROM conversation WHERE conversation_id = ?")
                      .param(id)
                      .query(Long.class)
                      .optional()
                      .orElse(0L)
                  >= lastSeq);
    });
  }

  private static long lastSeq(SendPort port, long id, int users) {
    for (long user = 1; user <= users; user++) {
      try {
        return port.conversation(user, id).lastSeq();
      } catch (Refusal refusal) {
        // the next one may be a member
      }
    }
    return 0;
  }
}
