package io.gostacker.send.shard;

import io.gostacker.common.shardlog.Durability;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.ReplyTo;
import io.micrometer.core.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;

/// All shards of this process and the loops that they run on. Commands come in here, reads by
/// [#reads].
public final class ShardWorkers implements SmartLifecycle {
  private static final int PHASE = 100;
  private static final long TICK_MILLIS = 100;
  private static final long FLUSHED_MILLIS = 10;

  /// How many loads may wait for MySQL at a time: no more than its connections serve.
  private static final int BLOCKING_THREADS = 12;

  private final ShardParts parts;
  private final JoinOverlay joins = new JoinOverlay();
  private final List<SendLoop> loops = new ArrayList<>();
  private final List<Shard> shards = new ArrayList<>();
  private final ExecutorService blocking;
  private final ShardReads reads;
  private volatile boolean running;

  public ShardWorkers(ShardParts parts) {
    this.parts = parts;
    this.blocking =
        Executors.newFixedThreadPool(
            BLOCKING_THREADS, Thread.ofVirtual().name("send-load-", 0).factory());
    for (int i = 0; i < parts.settings().threads(); i++) {
      loops.add(new SendLoop("send-" + i, blocking, parts.log()::flush));
    }
    for (int number = 0; number < parts.shards().count(); number++) {
      shards.add(new Shard(number, loops.get(number % loops.size()), parts, joins));
    }
    this.reads = new ShardReads(List.copyOf(shards), parts, joins);
    parts.meters().gauge("gostacker.send.unflushed.bytes", parts.tailBytes());
    parts.meters().counter(ShardOpening.EPOCHS);
    Gauge.builder("gostacker.send.waiting", shards, ShardWorkers::waiting)
        .description("Commands that have not been answered")
        .register(parts.meters());
    parts
        .ownership()
        .onGain(number -> {
          Shard gained = shards.get(number);
          gained.onLoop(gained.guarded(gained.follower()::takeOver));
        });
  }

  private static double waiting(List<Shard> shards) {
    return shards.stream().mapToInt(Shard::waiting).sum();
  }

  /// See [io.gostacker.common.transport.SendPort#submit].
  public void submit(Command command, ReplyTo replyTo) {
    shardOf(command.conversationId()).submit(command, replyTo);
  }

  /// For whoever reads.
  public ShardReads reads() {
    return reads;
  }

  private Shard shardOf(long conversationId) {
    return shards.get(parts.shards().of(conversationId));
  }

  @Override
  public void start() {
    running = true;
    forEachShard(Shard::open);
    long poll = parts.settings().poll().toMillis();
    for (SendLoop loop : loops) {
      List<Shard> own = shardsOf(loop);
      loop.every(poll, () -> own.forEach(shard -> shard.guarded(shard::poll).run()));
      loop.again(
          () -> parts.groupCache().settings().flushInterval().toMillis(),
          () -> own.forEach(shard -> shard.guarded(shard.memory().cacheWrites()::write).run()));
      if (parts.durability() == Durability.MYSQL) { // everything waits for it
        loop.every(
            FLUSHED_MILLIS,
            () -> {
              own.forEach(shard -> shard.guarded(shard::askFlushedIfAwaited).run());
              parts.log().flush();
            });
      }
      loop.every(TICK_MILLIS, () -> own.forEach(shard -> shard.guarded(shard::tick).run()));
    }
  }

  @Override
  public void stop() {
    if (!running) {
      return;
    }
    running = false;
    forEachShard(Shard::close);
    loops.forEach(SendLoop::stop);
    blocking.shutdownNow();
  }

  /// Up before anything accepts clients, down after all of them are gone.
  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void forEachShard(Consumer<Shard> action) {
    shards.forEach(shard -> shard.onLoop(() -> action.accept(shard)));
  }

  private List<Shard> shardsOf(SendLoop loop) {
    int index = loops.indexOf(loop);
    List<Shard> own = new ArrayList<>();
    for (int number = index; number < shards.size(); number += loops.size()) {
      own.add(shards.get(number));
    }
    return own;
  }
}
