package io.gostacker.common.shardlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shard logs in Redis: per shard a stream `{sN}:log` with dense offsets as ids, `{sN}:head`
/// and `{sN}:flushed`.
///
/// One connection, at most once: a broken one fails what was asked on it, and a new one is made by
/// this class's own thread. The thread also gives up a connection that has been silent for
/// [RedisSettings#timeout].
public final class RedisShardLog implements ShardLog, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisShardLog.class);
  private static final long RECONNECT_MILLIS = 100;
  private static final byte[] NOTHING = {};

  private final RedisClient client;
  private final RedisSettings settings;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread keeper;
  private volatile int connections = 1;
  private volatile @Nullable RedisLink link;
  private String complaint = "";

  private RedisShardLog(RedisClient shared, RedisSettings settings) {
    // Its own client on the shared threads: these options must not reach anybody else's
    // connections.
    this.client = RedisClient.create(shared.getResources());
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .socketOptions(SocketOptions.builder().connectTimeout(settings.timeout()).build())
            .build());
    this.settings = settings;
    this.keeper = Thread.ofPlatform().name("redis-log-keeper").daemon().unstarted(this::keepUp);
  }

  /// Connects and stays connected until [#close].
  ///
  /// @param client whose threads are used; left open by [#close]
  /// @throws UnfitRedisException if this Redis may lose what it acknowledged
  /// @throws RedisException if it cannot be reached
  public static RedisShardLog open(RedisClient client, RedisSettings settings) {
    RedisShardLog shardLog = new RedisShardLog(client, settings);
    try {
      shardLog.link = RedisLink.connect(shardLog.client, settings);
    } catch (RuntimeException e) {
      shardLog.close();
      throw e;
    }
    shardLog.keeper.start();
    return shardLog;
  }

  /// As [#open], for who can wait: returns at once and connects when Redis can be reached and is
  /// fit. Until then it is not up.
  public static RedisShardLog openInBackground(RedisClient client, RedisSettings settings) {
    RedisShardLog shardLog = new RedisShardLog(client, settings);
    shardLog.keeper.start();
    return shardLog;
  }

  @Override
  public CompletableFuture<Appended> append(
      int shard, Position expected, String batchId, byte[] payload) {
    Position next = new Position(expected.offset() + 1, batchId);
    return append(shard, expected.toString(), expected.batchId(), next, payload);
  }

  @Override
  public CompletableFuture<Appended> begin(
      int shard, Optional<Position> observed, Position base, byte[] payload) {
    String head = observed.map(Position::toString).orElse("");
    return append(shard, head, observed.map(Position::batchId).orElse(""), base, payload);
  }

  private CompletableFuture<Appended> append(
      int shard, String head, String previousBatch, Position next, byte[] payload) {
    byte[][] keys = {key(shard, "log"), key(shard, "head")};
    RedisLink current = link;
    if (current == null) {
      return CompletableFuture.completedFuture(new Appended.Unknown("Redis is away"));
    }
    CompletableFuture<byte[]> reply =
        current.ask(redis ->
            redis.evalsha(
                current.digest(LuaScript.APPEND),
                ScriptOutputType.VALUE,
                keys,
                bytes(head),
                bytes(Long.toString(next.offset())),
                bytes(next.batchId()),
                bytes(previousBatch),
                payload));
    return reply.handle((value, failure) -> failure == null ? appended(value) : failed(failure));
  }

  private static Appended appended(byte @Nullable [] reply) {
    if (reply == null) {
      return new Appended.Gone();
    }
    String text = new String(reply, US_ASCII);
    return text.startsWith("+")
        ? new Appended.Done(Long.parseLong(text, 1, text.length(), 10))
        : new Appended.Conflict(Position.parse(text));
  }

  private static Appended failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    String reason = String.valueOf(cause);
    return cause instanceof RedisCommandExecutionException && reason.contains("OOM")
        ? new Appended.Full()
        : new Appended.Unknown(reason);
  }

  @Override
  public CompletableFuture<Optional<Position>> head(int shard) {
    return position(key(shard, "head"));
  }

  @Override
  public CompletableFuture<Optional<Position>> flushed(int shard) {
    return position(key(shard, "flushed"));
  }

  private CompletableFuture<Optional<Position>> position(byte[] key) {
    return this.<byte[]>ask(redis -> redis.get(key))
        .thenApply(
            value -> Optional.ofNullable(value).map(v -> Position.parse(new String(v, US_ASCII))));
  }

  @Override
  public CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit) {
    Range<String> range =
        Range.from(Range.Boundary.including((afterOffset + 1) + "-0"), Range.Boundary.unbounded());
    return ask(redis -> redis.xrange(key(shard, "log"), range, Limit.from(limit)))
        .thenApply(messages -> messages.stream().map(RedisShardLog::entry).toList());
  }

  /// What is no entry of ours comes as one that no reader can take: without payload or chain.
  private static LogEntry entry(StreamMessage<byte[], byte[]> message) {
    Map<String, byte[]> fields = HashMap.newHashMap(4);
    message.getBody().forEach((name, value) -> fields.put(new String(name, US_ASCII), value));
    String id = message.getId();
    return new LogEntry(
        Long.parseLong(id, 0, id.indexOf('-'), 10),
        text(fields, "b"),
        text(fields, "p"),
        millis(text(fields, "t")),
        fields.getOrDefault("d", NOTHING));
  }

  private static String text(Map<String, byte[]> fields, String name) {
    return new String(fields.getOrDefault(name, NOTHING), US_ASCII);
  }

  private static long millis(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public CompletableFuture<Void> raiseFlushed(int shard, Position flushed) {
    RedisLink current = link;
    if (current == null) {
      return away();
    }
    byte[][] keys = {key(shard, "flushed")};
    CompletableFuture<Long> reply =
        current.ask(redis ->
            redis.evalsha(
                current.digest(LuaScript.RAISE_FLUSHED),
                ScriptOutputType.INTEGER,
                keys,
                bytes(Long.toString(flushed.offset())),
                bytes(flushed.batchId())));
    return reply.thenAccept(raised -> {});
  }

  @Override
  public CompletableFuture<Void> trim(int shard, long beforeOffset) {
    XTrimArgs below = XTrimArgs.Builder.minId(beforeOffset + "-0");
    return ask(redis -> redis.xtrim(key(shard, "log"), below)).thenAccept(count -> {});
  }

  @Override
  public void flush() {
    RedisLink current = link;
    if (current != null) {
      current.flush();
    }
  }

  @Override
  public boolean isUp() {
    return link != null;
  }

  @Override
  public int connection() {
    return connections;
  }

  /// Ends the connection; what is under way fails.
  @Override
  public void close() {
    closed.countDown();
    giveUp().whenComplete((gone, failure) -> client.shutdownAsync());
  }

  private CompletableFuture<Void> giveUp() {
    RedisLink current = link;
    link = null;
    return current == null ? CompletableFuture.completedFuture(null) : current.close();
  }

  private <T> CompletableFuture<T> ask(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> question) {
    RedisLink current = link;
    return current == null ? away() : current.ask(question);
  }

  private static <T> CompletableFuture<T> away() {
    return CompletableFuture.failedFuture(new RedisException("Redis is away"));
  }

  private void keepUp() {
    try {
      do {
        RedisLink current = link;
        if (current == null) {
          reconnect();
        } else if (!current.isOpen() || current.isSilentFor(settings.timeout().toNanos())) {
          log.warn("Redis is away; the shard logs wait until it is back");
          giveUp();
        }
      } while (!closed.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reconnect() {
    try {
      RedisLink next = RedisLink.connect(client, settings);
      connections++; // before the link, so that who sees the link sees the count
      link = next;
      if (closed.getCount() == 0) {
        giveUp();
        return;
      }
      complaint = "";
      log.info("Redis is there");
    } catch (UnfitRedisException e) {
      complainOnce(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // whatever it is, only another attempt can mend it
      complainOnce("Redis cannot be reached: " + e);
    }
  }

  private void complainOnce(String what) {
    if (!what.equals(complaint)) {
      complaint = what;
      log.error("{}", what);
    }
  }

  private static byte[] key(int shard, String what) {
    return bytes("{s" + shard + "}:" + what);
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(US_ASCII);
  }
}
