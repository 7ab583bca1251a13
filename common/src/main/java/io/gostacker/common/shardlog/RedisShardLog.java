package io.gostacker.common.shardlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The shard logs in Redis: per shard a stream `{sN}:log` with dense offsets as ids, `{sN}:head`
/// and `{sN}:flushed`.
///
/// One connection to each server, at most once: a broken one fails what was asked on it, and a new
/// one is made in the background.
///
/// On a Redis Cluster only masters are asked. While one of them is away, or a slot moves, the
/// shards concerned wait and the others go on.
public final class RedisShardLog implements ShardLog, AutoCloseable {
  private static final byte[] NOTHING = {};

  private final RedisClient client;
  private final RedisLinks links;

  private RedisShardLog(RedisClient shared, RedisSettings settings) {
    // Its own client on the shared threads: these options must not reach anybody else's
    // connections.
    this.client = RedisClient.create(shared.getResources());
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .socketOptions(RedisLink.connectWithin(settings.timeout()))
            .build());
    List<RedisURI> uris = settings.uris();
    this.links =
        new RedisLinks(
            client,
            settings,
            settings.isCluster()
                ? new ClusterMasters(shared.getResources(), uris, settings.timeout())
                : new OneServer(uris.getFirst()));
  }

  /// Connects and stays connected until [#close].
  ///
  /// @param client whose threads are used; left open by [#close]
  /// @throws UnfitRedisException if this Redis may lose what it acknowledged
  /// @throws RedisException if it cannot be reached
  public static RedisShardLog open(RedisClient client, RedisSettings settings) {
    RedisShardLog shardLog = new RedisShardLog(client, settings);
    try {
      shardLog.links.connect();
    } catch (RuntimeException e) {
      shardLog.close();
      throw e;
    }
    shardLog.links.keep();
    return shardLog;
  }

  /// As [#open], for who can wait: returns at once and connects when Redis can be reached and is
  /// fit. Until then it is not up.
  public static RedisShardLog openInBackground(RedisClient client, RedisSettings settings) {
    RedisShardLog shardLog = new RedisShardLog(client, settings);
    shardLog.links.keep();
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
    RedisLink current = links.of(shard);
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

  /// On a Cluster it is missing only if it is still missing where the Cluster, asked anew, says
  /// that it is.
  @Override
  public CompletableFuture<Optional<Position>> head(int shard) {
    CompletableFuture<Optional<Position>> head = position(shard, "head");
    return links.mayChange()
        ? head.thenCompose(found ->
            found.isPresent() ? CompletableFuture.completedFuture(found) : headAgain(shard))
        : head;
  }

  private CompletableFuture<Optional<Position>> headAgain(int shard) {
    return links
        .lookAgain()
        .thenCompose(seen -> {
          CompletableFuture<Optional<Position>> head = position(shard, "head");
          flush();
          return head;
        });
  }

  @Override
  public CompletableFuture<Optional<Position>> flushed(int shard) {
    return position(shard, "flushed");
  }

  private CompletableFuture<Optional<Position>> position(int shard, String what) {
    return this.<byte[]>ask(shard, redis -> redis.get(key(shard, what)))
        .thenApply(
            value -> Optional.ofNullable(value).map(v -> Position.parse(new String(v, US_ASCII))));
  }

  @Override
  public CompletableFuture<List<LogEntry>> read(int shard, long afterOffset, int limit) {
    Range<String> range =
        Range.from(Range.Boundary.including((afterOffset + 1) + "-0"), Range.Boundary.unbounded());
    return ask(shard, redis -> redis.xrange(key(shard, "log"), range, Limit.from(limit)))
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
    RedisLink current = links.of(shard);
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
    return ask(shard, redis -> redis.xtrim(key(shard, "log"), below)).thenAccept(count -> {});
  }

  @Override
  public void flush() {
    links.flush();
  }

  @Override
  public boolean isUp(int shard) {
    return links.of(shard) != null;
  }

  @Override
  public int connection(int shard) {
    RedisLink current = links.of(shard);
    return current == null ? 0 : current.number();
  }

  /// Ends the connections; what is under way fails.
  @Override
  public void close() {
    links.close();
    client.shutdownAsync();
  }

  private <T> CompletableFuture<T> ask(
      int shard, Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> question) {
    RedisLink current = links.of(shard);
    return current == null ? away() : current.ask(question);
  }

  private static <T> CompletableFuture<T> away() {
    return CompletableFuture.failedFuture(new RedisException("Redis is away"));
  }

  static byte[] key(int shard, String what) {
    return bytes("{s" + shard + "}:" + what);
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(US_ASCII);
  }
}
