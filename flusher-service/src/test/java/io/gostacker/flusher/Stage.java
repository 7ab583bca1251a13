package io.gostacker.flusher;

import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventFeed;
import io.gostacker.common.event.EventLog;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.RedisShardLog;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.shardlog.ShardStates;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.trace.Traces;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.util.unit.DataSize;

/// A real log, a real database, and whatever flushes between them.
final class Stage implements AutoCloseable {
  static final FlusherSettings SETTINGS =
      new FlusherSettings(
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          2,
          2_000,
          DataSize.ofMegabytes(4),
          Duration.ofSeconds(1));

  final DataSource dataSource;
  final JdbcTemplate jdbc;
  final ShardStates states;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FlusherMeters meters = new FlusherMeters(registry, 64);
  final RedisShardLog log;
  private final RedisClient client = RedisClient.create();
  private final StatefulRedisConnection<String, String> commands;

  /// On a fresh database and an emptied Redis.
  Stage() {
    this(Backends.freshDatabase(), Backends.redisUrl());
    Backends.flushRedis();
  }

  Stage(DataSource dataSource, String redisUrl) {
    this.dataSource = dataSource;
    this.jdbc = new JdbcTemplate(dataSource);
    this.states = new ShardStates(JdbcClient.create(jdbc));
    this.commands = client.connect(RedisURI.create(redisUrl));
    this.log =
        RedisShardLog.open(
            client, new RedisSettings(URI.create(redisUrl), Duration.ofMillis(1500), true));
  }

  ShardWriter writer(int shard) {
    ShardWriter writer = new ShardWriter(shard, log, states);
    writer.begin();
    return writer;
  }

  /// A flusher over shards 0 to `shards - 1`, not started.
  Flusher flusher(ShardLog through, int shards) {
    return new Flusher(
        dataSource,
        through,
        new Shards(shards),
        () -> SETTINGS,
        meters,
        Traces.OFF,
        events(),
        InstantSource.system());
  }

  /// A pass over one shard, as another flusher would have it.
  ShardPass pass(int shard, ShardLog through) {
    return pass(shard, through, SETTINGS);
  }

  ShardPass pass(int shard, ShardLog through, FlusherSettings settings) {
    DeadRecords dead = new DeadRecords(jdbc, InstantSource.system(), meters);
    RecordWriter writer = new RecordWriter(jdbc, dead);
    FlushTransaction transaction =
        new FlushTransaction(
            jdbc,
            new JdbcTransactionManager(dataSource),
            writer,
            new PoisonSieve(writer, dead),
            events(),
            InstantSource.system());
    return new ShardPass(
        shard, through, states, transaction, () -> settings, meters, Traces.OFF, System::nanoTime);
  }

  private EventLog events() {
    return new EventLog(JdbcClient.create(jdbc), true);
  }

  /// The event feed from its beginning, each as its JSON without its id.
  List<String> toldEvents() {
    EventFeed feed = feed();
    long head = feed.head();
    List<String> events = new ArrayList<>();
    while (events.size() < head) {
      for (Event event : feed.read(events.size(), 1_000).events()) {
        events.add(new String(event.json(), StandardCharsets.UTF_8));
      }
    }
    return events;
  }

  EventFeed feed() {
    return new EventFeed(JdbcClient.create(jdbc), new Transactions(dataSource));
  }

  ShardPass.Outcome run(ShardPass pass, int shard) {
    return pass.run(head(shard), flushed(shard), false);
  }

  /// Passes until nothing more comes.
  void drain(int shard) {
    drain(pass(shard, log), shard);
  }

  void drain(ShardPass pass, int shard) {
    while (true) {
      switch (run(pass, shard)) {
        case ShardPass.Outcome.Idle() -> {
          return;
        }
        case ShardPass.Outcome.Flushed(boolean more) -> {}
        case ShardPass.Outcome.Overtaken() -> {}
        case ShardPass.Outcome.Broken(String reason) -> throw new AssertionError(reason);
      }
    }
  }

  Optional<Position> head(int shard) {
    var head = log.head(shard);
    log.flush();
    return Answers.await(head);
  }

  Optional<Position> flushed(int shard) {
    var flushed = log.flushed(shard);
    log.flush();
    return Answers.await(flushed);
  }

  RedisCommands<String, String> redis() {
    return commands.sync();
  }

  /// Takes back what stands after `kept`, as a Redis does that was restored from an older file.
  void shorten(int shard, Position kept) {
    String script =
        """
        for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+')) do
          redis.call('XDEL', KEYS[1], entry[1])
        end
        redis.call('XSETID', KEYS[1], ARGV[1])
        redis.call('SET', KEYS[2], ARGV[2])
        """;
    String[] keys = {"{s" + shard + "}:log", "{s" + shard + "}:head"};
    redis().eval(script, ScriptOutputType.STATUS, keys, kept.offset() + "-0", kept.toString());
  }

  int retained(int shard) {
    var entries = log.read(shard, 0, 10_000);
    log.flush();
    return Answers.await(entries).size();
  }

  Map<String, Object> row(String sql, Object... parameters) {
    return jdbc.queryForMap(sql, parameters);
  }

  List<Map<String, Object>> rows(String sql, Object... parameters) {
    return jdbc.queryForList(sql, parameters);
  }

  long count(String sql, Object... parameters) {
    Long count = jdbc.queryForObject(sql, Long.class, parameters);
    return count == null ? 0 : count;
  }

  static long[] ids(int from, int to) {
    return IntStream.rangeClosed(from, to).asLongStream().toArray();
  }

  @Override
  public void close() {
    log.close();
    client.shutdown();
  }
}
