package io.gostacker.flusher;

import io.gostacker.common.event.EventLog;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.shardlog.ShardStates;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.trace.Traces;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Carries all shards' logs from Redis to MySQL while it is started. Any number of flushers may run
/// over the same shards; they share the work by luck and nothing is written twice.
///
/// Starts whether MySQL and Redis are there or not, and waits for them. Stopping ends after the
/// transactions under way.
public final class Flusher implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Flusher.class);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  /// Before the web servers start and after they have stopped.
  private static final int PHASE = DEFAULT_PHASE - 4096;

  private record Running(FlushWorker worker, Thread thread) {}

  private final DataSource dataSource;
  private final ShardLog shardLog;
  private final Shards shards;
  private final Supplier<FlusherSettings> settings;
  private final FlusherMeters meters;
  private final Traces traces;
  private final EventLog events;
  private final InstantSource clock;
  private final LongSupplier nanoTime = System::nanoTime;
  private List<Running> running = List.of();

  Flusher(
      DataSource dataSource,
      ShardLog shardLog,
      Shards shards,
      Supplier<FlusherSettings> settings,
      FlusherMeters meters,
      Traces traces,
      EventLog events,
      InstantSource clock) {
    this.dataSource = dataSource;
    this.shardLog = shardLog;
    this.shards = shards;
    this.settings = settings;
    this.meters = meters;
    this.traces = traces;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public synchronized void start() {
    if (!running.isEmpty()) {
      return;
    }
    int workers = Math.min(settings.get().workers(), shards.count());
    running = IntStream.range(0, workers).mapToObj(number -> start(number, workers)).toList();
  }

  private Running start(int number, int workers) {
    FlushWorker worker = worker(number, workers);
    Thread thread = Thread.ofPlatform().name("flusher-" + number).daemon().start(worker);
    return new Running(worker, thread);
  }

  /// The shards that are `number` modulo `workers`.
  private FlushWorker worker(int number, int workers) {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    DeadRecords dead = new DeadRecords(jdbc, clock, meters);
    RecordWriter writer = new RecordWriter(jdbc, dead);
    FlushTransaction transaction =
        new FlushTransaction(
            jdbc,
            new JdbcTransactionManager(dataSource),
            writer,
            new PoisonSieve(writer, dead),
            events,
            clock);
    ShardStates states = new ShardStates(JdbcClient.create(jdbc));
    List<WatchedShard> watched = new ArrayList<>();
    for (int shard = number; shard < shards.count(); shard += workers) {
      ShardPass pass =
          new ShardPass(shard, shardLog, states, transaction, settings, meters, traces, nanoTime);
      watched.add(new WatchedShard(shard, pass, retention(), backoff(), meters));
    }
    return new FlushWorker(watched, shardLog, jdbc, settings, nanoTime, backoff());
  }

  private Retention retention() {
    return new Retention(settings.get().retention());
  }

  private static Backoff backoff() {
    return new Backoff(RandomGenerator.getDefault());
  }

  @Override
  public synchronized void stop() {
    running.forEach(each -> each.worker().stop());
    for (Running each : running) {
      try {
        if (!each.thread().join(STOP_PATIENCE)) {
          log.warn("{} is still in a transaction and is left to it", each.thread().getName());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    running = List.of();
  }

  @Override
  public synchronized boolean isRunning() {
    return !running.isEmpty();
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
