package io.gostacker.verify.load;

import io.gostacker.verify.history.Content;
import io.gostacker.verify.history.Event;
import io.gostacker.verify.load.Unanswered.Sending;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A device of a user: has a socket at some gateway, gets another one when it breaks, syncs then
/// and when it is told to, sends, and repeats what is not answered. It asks for nothing else, so
/// what it misses it has been kept from. On the event loop of its [Fleet].
final class Device {
  private static final long AGAIN_MILLIS = 150;
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
  private final Unanswered unanswered = new Unanswered();
  private boolean steady;
  private @Nullable DeviceSocket socket;
  private int gateway;
  private boolean syncAgain;
  private boolean syncing;
  private long syncedFrom;
  private boolean ended;
  private long lostAt;
  private String lastError = "";

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

  String token() {
    return token;
  }

  /// Whether it is connected and has caught up.
  boolean isReady() {
    return open() != null && !syncing;
  }

  /// The socket, if it has been welcomed.
  private @Nullable DeviceSocket open() {
    DeviceSocket current = socket;
    return current != null && current.isWelcomed() ? current : null;
  }

  /// How it is, in words.
  String state() {
    String connection = socket == null ? "no socket" : open() == null ? "connecting" : "connected";
    return "device %d: %s, %s, %d unanswered, last error '%s'"
        .formatted(
            number, connection, syncing ? "syncing" : "synced", unanswered.size(), lastError);
  }

  int unanswered() {
    return unanswered.size();
  }

  /// Whether something that it sent has not been answered for so long.
  boolean waitsFor(long nanos, long now) {
    return unanswered.waitsFor(nanos, now);
  }

  /// From now on it is steady, as long as it keeps its socket.
  void beginSteady() {
    steady = true;
  }

  boolean isSteady() {
    return steady;
  }

  void connect() {
    if (ended) {
      return;
    }
    DeviceSocket next = new DeviceSocket(this);
    socket = next;
    fleet
        .sockets()
        .open(fleet.gateway(gateway), token, next)
        .addListener(done -> {
          if (!done.isSuccess()) {
            next.end();
          }
        });
    later(
        CONNECT_MILLIS,
        () -> {
          if (!next.isWelcomed()) {
            next.end();
          }
        });
  }

  private void later(long millis, Runnable what) {
    fleet.loop().schedule(what, millis, TimeUnit.MILLISECONDS);
  }

  /// Its socket is gone; it gets another one, at the next gateway.
  ///
  /// @param wasOpen whether it had been welcomed
  /// @param afterMillis what the gateway asked it to wait
  void lost(boolean wasOpen, long afterMillis) {
    if (wasOpen) {
      fleet.history().write(new Event.Closed(number));
      if (lostAt == 0) { // else it had not caught up yet
        lostAt = System.nanoTime();
      }
    }
    steady = false;
    syncing = false;
    syncAgain = false;
    socket = null;
    gateway++;
    later(afterMillis + PAUSE_MILLIS + fleet.random().nextInt(SPREAD_MILLIS), this::connect);
  }

  /// Goes back to the gateway where it was first, if it is at another one, some time within a
  /// second: else all would end up at the one that was hurt last.
  void goHome() {
    DeviceSocket current = socket;
    if (current != null && fleet.gateway(gateway) != fleet.gateway(number)) {
      later(
          fleet.random().nextInt(HOME_MILLIS),
          () -> {
            gateway = number - 1; // the next one is taken
            current.end();
          });
    }
  }

  /// Sends a message that nobody has sent.
  void send(int talk, int message) {
    fleet.history().write(new Event.Invoked(number, talk, Texts.content(message), false));
    unanswered.sent(talk, message);
    write(talk, message);
  }

  /// Sends what it, or another device of the user, has sent before.
  void repeat(int talk, int message) {
    fleet.history().write(new Event.Invoked(number, talk, Texts.content(message), true));
    write(talk, message);
  }

  private void write(int talk, int message) {
    DeviceSocket current = open();
    if (current != null) {
      current.write(
          "{\"type\":\"send\",\"conversationId\":\"%s\",%s}"
              .formatted(fleet.talkId(talk), Texts.json(message)));
    }
  }

  /// Asks for everything that it has not got.
  void sync() {
    DeviceSocket current = open();
    if (current == null) {
      return; // it does so when it is welcomed
    }
    if (syncing) {
      syncAgain = true;
      return;
    }
    syncing = true;
    syncedFrom = System.nanoTime();
    StringBuilder frame =
        new StringBuilder(
            "{\"type\":\"sync\",\"ref\":\"" + SYNC + "\",\"limit\":200,\"cursors\":{");
    cursors.forEach((talk, cursor) -> {
      frame.append(frame.charAt(frame.length() - 1) == '{' ? "" : ",");
      frame.append('"').append(fleet.talkId(talk)).append("\":").append(cursor.upTo());
    });
    current.ask(frame.append("}}").toString());
  }

  /// Repeats what has waited too long, and gives up a socket that is silent.
  void tick(long now) {
    DeviceSocket current = open();
    if (current == null) {
      return;
    }
    boolean syncIsLate = syncing && now - syncedFrom > SYNC_NANOS;
    if (syncIsLate || current.isSilent(syncing || unanswered.size() > 0, now)) {
      current.end();
    } else {
      current.ping(now);
      repeatDue(now, false);
    }
  }

  private void repeatDue(long now, boolean all) {
    unanswered.takeDue(now, all).forEach(each -> repeat(each.getValue().talk(), each.getKey()));
  }

  /// Wants no more sockets.
  void end() {
    ended = true;
    DeviceSocket current = socket;
    if (current != null) {
      current.end();
    }
  }

  private Cursor cursor(int talk) {
    return cursors.computeIfAbsent(talk, key -> new Cursor());
  }

  void welcomed() {
    fleet.history().write(new Event.Opened(number));
    sync();
    repeatDue(System.nanoTime(), true);
  }

  void resync() {
    fleet.history().write(new Event.Resync(number));
    sync();
  }

  void message(JsonNode json) {
    int talk = fleet.talk(json.path("conversationId").asString(""));
    if (talk >= 0) {
      long seq = json.path("seq").asLong();
      fleet.history().write(new Event.Live(number, talk, seq, Texts.content(json)));
      cursor(talk).saw(seq);
    }
  }

  void sent(JsonNode json) {
    int message = Texts.message(json.path("clientMessageId").asString(""));
    long seq = json.path("seq").asLong();
    int talk = fleet.talk(json.path("conversationId").asString(""));
    fleet.history().write(new Event.Accepted(number, message, seq));
    cursor(talk).saw(seq);
    Sending sending = unanswered.end(message);
    if (sending != null) {
      fleet.acknowledged(this, talk, message, seq, sending.since());
    }
  }

  void error(JsonNode json) {
    lastError = json.path("code").asString("");
    if (json.path("ref").asString("").equals(SYNC)) {
      DeviceSocket asked = socket;
      later(AGAIN_MILLIS, () -> syncOnceMore(asked));
      return;
    }
    int message = Texts.message(json.path("clientMessageId").asString(""));
    if (message == Content.SYSTEM || !unanswered.contains(message)) {
      return;
    }
    if (OPEN.contains(lastError)) {
      fleet.refused();
      unanswered.againSoon(message);
    } else {
      Sending sending = unanswered.end(message);
      if (sending != null && sending.isFirst()) { // else an earlier attempt may stand
        fleet.history().write(new Event.Rejected(message));
      }
    }
  }

  private void syncOnceMore(@Nullable DeviceSocket asked) {
    if (socket == asked) {
      syncing = false;
      sync();
    }
  }

  void synced(JsonNode json) {
    boolean more = json.path("more").asBoolean(false);
    for (JsonNode each : json.path("conversations")) {
      int talk = fleet.talk(each.path("conversationId").asString(""));
      if (talk >= 0) {
        each.path("messages").forEach(message -> pulled(talk, message));
        more |= each.path("hasMore").asBoolean(false);
      }
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

  private void pulled(int talk, JsonNode message) {
    long seq = message.path("seq").asLong();
    fleet.history().write(new Event.Pulled(number, talk, seq, Texts.content(message)));
    cursor(talk).caughtUp(seq);
  }
}
