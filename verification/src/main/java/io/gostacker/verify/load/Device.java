package io.gostacker.verify.load;

import io.gostacker.verify.history.Content;
import io.gostacker.verify.history.Event;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A device of a user: has a socket at some gateway, gets another one when it breaks, syncs then
/// and when it is told to, sends, and repeats what is not answered. It asks for nothing else, so
/// what it misses it has been kept from. On the event loop of its [Fleet].
final class Device {
  private static final long UNANSWERED_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final String SYNC = "sync";
  private static final int CONNECT_MILLIS = 5_000;
  private static final int HOME_MILLIS = 1_000;
  private static final int PAUSE_MILLIS = 100;
  private static final int SPREAD_MILLIS = 400;
  private static final Set<String> OPEN =
      Set.of("unavailable", "overloaded", "internal", "rate_limited");

  private final Fleet fleet;
  private final int number;
  private final int user;
  private final String token;
  private final Map<Integer, Cursor> cursors = new HashMap<>();
  private final Map<Integer, Sending> unanswered = new LinkedHashMap<>();
  private @Nullable Socket socket;
  private int gateway;
  private boolean syncAgain;
  private boolean syncing;
  private boolean ended;
  private long lostAt;
  private String lastError = "";

  /// @param first whether it was sent once only
  private record Sending(int talk, long due, long since, boolean first) {}

  Device(Fleet fleet, int number, int user, String token) {
    this.fleet = fleet;
    this.number = number;
    this.user = user;
    this.token = token;
    this.gateway = number;
  }

  int number() {
    return number;
  }

  int user() {
    return user;
  }

  /// Whether it is connected and has caught up.
  boolean isReady() {
    Socket current = socket;
    return current != null && current.welcomed && !syncing;
  }

  /// How it is, in words.
  String state() {
    Socket current = socket;
    return "device %d: %s, %d unanswered, last error '%s'"
        .formatted(
            number,
            current == null
                ? "no socket"
                : current.welcomed ? syncing ? "syncing" : "ready" : "connecting",
            unanswered.size(),
            lastError);
  }

  int unanswered() {
    return unanswered.size();
  }

  /// Whether something that it sent has not been answered for so long.
  boolean waitsFor(long nanos, long now) {
    return unanswered.values().stream().anyMatch(each -> now - each.since() > nanos);
  }

  void connect() {
    if (ended) {
      return;
    }
    Socket next = new Socket();
    socket = next;
    fleet
        .sockets()
        .open(fleet.gateway(gateway), token, next)
        .addListener(done -> {
          if (!done.isSuccess()) {
            next.over(0);
          }
        });
    fleet
        .loop()
        .schedule(
            () -> {
              if (socket == next && !next.welcomed) {
                next.over(0);
              }
            },
            CONNECT_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /// Goes back to the gateway where it was first, if it is at another one, some time within a
  /// second: else all would end up at the one that was hurt last.
  void goHome() {
    Socket current = socket;
    if (current != null && fleet.gateway(gateway) != fleet.gateway(number)) {
      fleet
          .loop()
          .schedule(
              () -> {
                gateway = number - 1; // the next one is taken
                current.over(0);
              },
              fleet.random().nextInt(HOME_MILLIS),
              TimeUnit.MILLISECONDS);
    }
  }

  /// Sends a message that nobody has sent.
  void send(int talk, int message) {
    fleet.history().write(new Event.Invoked(number, talk, Texts.content(message), false));
    long now = System.nanoTime();
    unanswered.put(message, new Sending(talk, now + UNANSWERED_NANOS, now, true));
    write(talk, message);
  }

  /// Sends what it, or another device of the user, has sent before.
  void repeat(int talk, int message) {
    fleet.history().write(new Event.Invoked(number, talk, Texts.content(message), true));
    write(talk, message);
  }

  private void write(int talk, int message) {
    Socket current = socket;
    if (current != null && current.welcomed) {
      current.write(
          "{\"type\":\"send\",\"conversationId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
              .formatted(fleet.talkId(talk), Texts.id(message), Texts.text(message)));
    }
  }

  /// Asks for everything that it has not got.
  void sync() {
    Socket current = socket;
    if (current == null || !current.welcomed) {
      return; // it does so when it is welcomed
    }
    if (syncing) {
      syncAgain = true;
      return;
    }
    syncing = true;
    current.askedAt = System.nanoTime();
    current.syncedFrom = current.askedAt;
    StringBuilder frame =
        new StringBuilder(
            "{\"type\":\"sync\",\"ref\":\"" + SYNC + "\",\"limit\":200,\"cursors\":{");
    cursors.forEach((talk, cursor) -> {
      frame.append(frame.charAt(frame.length() - 1) == '{' ? "" : ",");
      frame.append('"').append(fleet.talkId(talk)).append("\":").append(cursor.upTo());
    });
    current.write(frame.append("}}").toString());
  }

  /// Repeats what has waited too long, and gives up a socket that is silent.
  void tick(long now) {
    Socket current = socket;
    if (current == null || !current.welcomed) {
      return;
    }
    boolean expects = syncing || current.pinged || !unanswered.isEmpty();
    boolean silent = expects && now - Math.max(current.heard, current.askedAt) > UNANSWERED_NANOS;
    if (silent || (syncing && now - current.syncedFrom > SYNC_NANOS)) {
      current.over(0);
      return;
    }
    if (now - current.heard > IDLE_NANOS && !current.pinged) {
      current.pinged = true;
      current.askedAt = now;
      current.write("{\"type\":\"ping\"}");
    }
    for (Map.Entry<Integer, Sending> each : unanswered.entrySet()) {
      if (now - each.getValue().due() > 0) {
        again(each, now + UNANSWERED_NANOS);
      }
    }
  }

  private void again(Map.Entry<Integer, Sending> entry, long due) {
    Sending sending = entry.getValue();
    entry.setValue(new Sending(sending.talk(), due, sending.since(), false));
    repeat(sending.talk(), entry.getKey());
  }

  void end() {
    ended = true;
    Socket current = socket;
    if (current != null) {
      current.over(0);
    }
  }

  private Cursor cursor(int talk) {
    return cursors.computeIfAbsent(talk, key -> new Cursor());
  }

  private final class Socket extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private @Nullable Channel channel;
    private boolean welcomed;
    private boolean isOver;
    private boolean pinged;
    private long heard = System.nanoTime();
    private long askedAt = heard;
    private long syncedFrom = heard;
    private long reconnectAfter;

    void write(String json) {
      Channel open = channel;
      if (open != null) {
        open.writeAndFlush(new TextWebSocketFrame(json), open.voidPromise());
      }
    }

    /// Lets go of it and gets another one.
    void over(long afterMillis) {
      if (isOver) {
        return;
      }
      isOver = true;
      if (channel != null) {
        channel.close();
      }
      if (welcomed) {
        fleet.history().write(new Event.Closed(number));
        if (lostAt == 0) { // else it had not caught up yet
          lostAt = System.nanoTime();
        }
      }
      syncing = false;
      syncAgain = false;
      socket = null;
      gateway++;
      fleet
          .loop()
          .schedule(
              Device.this::connect,
              afterMillis + PAUSE_MILLIS + fleet.random().nextInt(SPREAD_MILLIS),
              TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      channel = context.channel();
      if (isOver) {
        context.channel().close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      over(reconnectAfter);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      over(0);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      if (isOver) {
        return;
      }
      heard = System.nanoTime();
      JsonNode json = Rest.JSON.readTree(frame.text());
      switch (json.path("type").asString("")) {
        case "welcome" -> welcome();
        case "message" -> message(json);
        case "sent" -> sent(json);
        case "synced" -> synced(json);
        case "error" -> error(json);
        case "pong" -> pinged = false;
        case "resync" -> {
          fleet.history().write(new Event.Resync(number));
          sync();
        }
        case "goodbye" -> reconnectAfter = json.path("reconnectAfterMs").asLong(0);
        default -> {}
      }
    }

    private void welcome() {
      welcomed = true;
      fleet.history().write(new Event.Opened(number));
      sync();
      long due = System.nanoTime() + UNANSWERED_NANOS;
      unanswered.entrySet().forEach(each -> again(each, due));
    }

    private void message(JsonNode json) {
      int talk = fleet.talk(json.path("conversationId").asString(""));
      if (talk >= 0) {
        long seq = json.path("seq").asLong();
        fleet.history().write(new Event.Live(number, talk, seq, Texts.content(json)));
        cursor(talk).saw(seq);
      }
    }

    private void sent(JsonNode json) {
      int message = Texts.message(json.path("clientMessageId").asString(""));
      long seq = json.path("seq").asLong();
      int talk = fleet.talk(json.path("conversationId").asString(""));
      fleet.history().write(new Event.Accepted(number, message, seq));
      cursor(talk).saw(seq);
      Sending sending = unanswered.remove(message);
      if (sending != null) {
        fleet.acknowledged(Device.this, talk, message, seq, System.nanoTime() - sending.since());
      }
    }

    private void error(JsonNode json) {
      lastError = json.path("code").asString("");
      if (json.path("ref").asString("").equals(SYNC)) {
        fleet.loop().schedule(this::syncOnceMore, AGAIN_NANOS, TimeUnit.NANOSECONDS);
        return;
      }
      int message = Texts.message(json.path("clientMessageId").asString(""));
      Sending sending = unanswered.get(message);
      if (message == Content.SYSTEM || sending == null) {
        return;
      }
      if (OPEN.contains(json.path("code").asString(""))) {
        fleet.refused();
        unanswered.put(
            message,
            new Sending(sending.talk(), System.nanoTime() + AGAIN_NANOS, sending.since(), false));
      } else {
        unanswered.remove(message);
        if (sending.first()) { // else an earlier attempt may stand
          fleet.history().write(new Event.Rejected(message));
        }
      }
    }

    private void syncOnceMore() {
      if (socket == this) {
        syncing = false;
        sync();
      }
    }

    private void synced(JsonNode json) {
      boolean more = json.path("more").asBoolean(false);
      for (JsonNode each : json.path("conversations")) {
        int talk = fleet.talk(each.path("conversationId").asString(""));
        if (talk < 0) {
          continue;
        }
        for (JsonNode message : each.path("messages")) {
          long seq = message.path("seq").asLong();
          fleet.history().write(new Event.Pulled(number, talk, seq, Texts.content(message)));
          cursor(talk).caughtUp(seq);
        }
        more |= each.path("hasMore").asBoolean(false);
      }
      json.path("gone").forEach(id -> cursors.remove(fleet.talk(id.asString(""))));
      syncing = false;
      if (more || syncAgain) {
        syncAgain = false;
        sync();
      } else if (lostAt != 0) {
        fleet.back(System.nanoTime() - lostAt);
        lostAt = 0;
      }
    }
  }
}
