package io.gostacker.common.shardlog;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The log in this process's memory, for tests of what stands on it. As lazy as the real one:
/// nothing happens before [#flush].
public final class InMemoryShardLog implements ShardLog {
  private final InstantSource clock;
  private final Map<Integer, Shard> shards = new ConcurrentHashMap<>();
  private final List<Supplier<Runnable>> asked = new ArrayList<>();

  public InMemoryShardLog(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Appended> append(
      int shard, Position expected, String batchId, byte[] payload) {
    Position next = new Position(expected.offset() + 1, batchId);
    return ask(shard, log -> log.append(Optional.of(expected), next, payload, clock.millis()));
  }

  @Override
  public CompletableFuture<Appended> begin(
      int shard, Optional<Position> observed, Position base, byte[] payload) {
    return ask(shard, log -> log.append(observed, base, payload, clock.millis()));
  }

  @Override
  public CompletableFuture<Optional<Position>> head(int shard) {
    return ask(shard, log -> log.head);
  }

  @Override
  public CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit) {
    return ask(
        shard,
        log -> log.entries.tailMap(afterOffset, false).values().stream().limit(limit).toList());
  }

  @Override
  public CompletableFuture<Optional<Position>> flushed(int shard) {
    return ask(shard, log -> log.flushed);
  }

  @Override
  public CompletableFuture<Void> raiseFlushed(int shard, Position flushed) {
    return ask(shard, log -> log.raise(flushed)).thenAccept(done -> {});
  }

  @Override
  public CompletableFuture<Void> trim(int shard, long beforeOffset) {
    return ask(shard, log -> log.trim(beforeOffset)).thenAccept(done -> {});
  }

  @Override
  public void flush() {
    List<Runnable> answers;
    synchronized (asked) { // so that what one thread asked in order happens in order
      answers = asked.stream().map(Supplier::get).toList();
      asked.clear();
    }
    answers.forEach(Runnable::run);
  }

  @Override
  public boolean isUp(int shard) {
    return true;
  }

  /// Loses everything of a shard, as a wiped Redis does.
  public void lose(int shard) {
    shards.remove(shard);
  }

  /// Loses all entries above `offset`, as a Redis does that was restored from an older file.
  public void shorten(int shard, long offset) {
    Shard log = shards.computeIfAbsent(shard, number -> new Shard());
    synchronized (log) {
      log.entries.tailMap(offset, false).clear();
      Map.Entry<Long, LogEntry> last = log.entries.lastEntry();
      log.head = last == null ? Optional.empty() : Optional.of(last.getValue().position());
    }
  }

  private <T> CompletableFuture<T> ask(int shard, Function<Shard, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    synchronized (asked) {
      asked.add(() -> {
        Shard log = shards.computeIfAbsent(shard, number -> new Shard());
        T value;
        synchronized (log) {
          value = question.apply(log);
        }
        return () -> answer.complete(value);
      });
    }
    return answer;
  }

  private static final class Shard {
    private final NavigableMap<Long, LogEntry> entries = new TreeMap<>();
    private Optional<Position> head = Optional.empty();
    private Optional<Position> flushed = Optional.empty();

    Appended append(Optional<Position> expected, Position next, byte[] payload, long now) {
      if (!head.equals(expected)) {
        return head.<Appended>map(Appended.Conflict::new).orElseGet(Appended.Gone::new);
      }
      String previous = head.map(Position::batchId).orElse("");
      entries.put(
          next.offset(), new LogEntry(next.offset(), next.batchId(), previous, now, payload));
      head = Optional.of(next);
      return new Appended.Done(now);
    }

    boolean raise(Position position) {
      boolean higher = flushed.isEmpty() || flushed.get().offset() < position.offset();
      if (higher) {
        flushed = Optional.of(position);
      }
      return higher;
    }

    int trim(long beforeOffset) {
      NavigableMap<Long, LogEntry> old = entries.headMap(beforeOffset, false);
      int count = old.size();
      old.clear();
      return count;
    }
  }
}
