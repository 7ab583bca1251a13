package io.gostacker.bench.subject;

import io.gostacker.client.Answer;
import io.gostacker.client.Conversation;
import io.gostacker.client.GoStackerClient;
import io.gostacker.client.Problem;
import io.gostacker.client.ServerApi;
import io.gostacker.client.ServerApi.AppUser;
import io.gostacker.client.ServerApi.Device;
import io.gostacker.client.ServerApi.DeviceToken;
import io.gostacker.client.Session;
import io.gostacker.embedded.BinaryCache;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.MariaDbOptions;
import io.gostacker.embedded.RedisOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// GoStacker in one process or as a suite, as `./run` starts it but without rate limits, over a
/// Redis and a MariaDB that the benchmark starts beside it: so each is seen by itself, and the rows
/// can be counted.
public final class Product implements Target {
  private static final Pattern SERVICE = Pattern.compile("gostacker-([a-z]+)\\.jar");

  private static final Duration TOKENS_LIVE = Duration.ofDays(1);
  private static final String KEY = "4f1d0c9a7be25386d0417c6f98a3b2e5";

  private final String name;
  private final EmbeddedRedis redis;
  private final EmbeddedMariaDb mariaDb;
  private final ChildProcess process;
  private final URI address;
  private final ServerApi api;
  private final GoStackerClient client;
  private int made;
  private final Map<String, ProcessHandle> processes = new TreeMap<>();

  /// @param command starts the product; its options are added
  /// @param folder for all data; empty
  /// @param suite whether each service is a process of its own
  public Product(List<String> command, Path folder, boolean suite) {
    this.name = suite ? "suite" : "standalone";
    BinaryCache binaries = new BinaryCache(BinaryCache.usualFolder(), what -> {});
    this.redis = new EmbeddedRedis(new RedisOptions(made(folder.resolve("redis"))), binaries);
    this.mariaDb =
        new EmbeddedMariaDb(new MariaDbOptions(made(folder.resolve("mariadb"))), binaries);
    redis.start();
    mariaDb.start();
    List<String> words = new ArrayList<>(command);
    words.addAll(
        List.of(
            "--port",
            "0",
            "--data",
            made(folder.resolve("data")).toString(),
            "--redis-url",
            redis.url(),
            "--mysql-url",
            mariaDb.jdbcUrl("bench"),
            "--mysql-user",
            EmbeddedMariaDb.USER,
            "--gostacker.rate-limit.enabled=false",
            "--gostacker.server-api.keys=" + KEY));
    if (suite) {
      words.add("--suite");
    }
    this.process = new ChildProcess(words, Map.of("GOSTACKER_MYSQL_PASSWORD", mariaDb.password()));
    this.address = process.awaitReady();
    this.api = new ServerApi(address, KEY);
    this.client = new GoStackerClient(address);
    if (suite) {
      nameServices();
    } else {
      processes.put("server", process.handle());
    }
    ProcessHandle.current()
        .children()
        .forEach(child ->
            child
                .info()
                .command()
                .ifPresent(program -> {
                  if (program.contains("redis")) {
                    processes.put("redis", child);
                  } else if (program.contains("maria") || program.contains("mysqld")) {
                    processes.put("mysql", child);
                  }
                }));
  }

  /// The children of the launcher, for instance `send-1` and `send-2`.
  private void nameServices() {
    process
        .handle()
        .descendants()
        .forEach(child -> {
          Matcher jar = SERVICE.matcher(child.info().commandLine().orElse(""));
          if (jar.find()) {
            int number = 1;
            while (processes.putIfAbsent(jar.group(1) + "-" + number, child) != null) {
              number++;
            }
          }
        });
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return processes;
  }

  @Override
  public List<User> users(int count) {
    List<AppUser> wanted =
        IntStream.range(made, made + count).mapToObj(i -> new AppUser("bench-" + i)).toList();
    made += count;
    List<Device> devices =
        ok(api.users(wanted)).stream()
            .map(account -> new Device(account.userId(), "bench"))
            .toList();
    return ok(api.tokens(devices, TOKENS_LIVE)).stream()
        .map(token -> new User(token.userId(), token.accessToken()))
        .toList();
  }

  @Override
  public String conversation(List<User> members) {
    List<String> ids = members.stream().map(User::id).toList();
    Answer<Conversation> made =
        ids.size() == 2
            ? api.direct(ids.getFirst(), ids.getLast())
            : api.group("bench", ids.getFirst(), ids.subList(1, ids.size()));
    return ok(made).conversationId();
  }

  @Override
  public Session session(User user) {
    return client.adopt(new DeviceToken(user.id(), "bench", user.token()));
  }

  private static <T> T ok(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(T value) -> value;
      case Answer.Refused<T>(Problem problem) -> throw new IllegalStateException(problem.summary());
      case Answer.Unreachable<T>(String reason) -> throw new IllegalStateException(reason);
    };
  }

  @Override
  public long stored() {
    try (Connection connection =
            DriverManager.getConnection(
                mariaDb.jdbcUrl("bench"), EmbeddedMariaDb.USER, mariaDb.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM message WHERE kind = 0")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    api.close();
    process.stop();
    redis.stop();
    mariaDb.stop();
  }
}
