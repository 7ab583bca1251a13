package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.fault.Witness.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A client that sends without pause through one socket, a few messages ahead of their answers, and
/// repeats what was not answered or answered with an open outcome.
final class Chatter implements AutoCloseable {
  private static final int AHEAD = 8;
  private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Set<String> OPEN = Set.of("unavailable", "overloaded", "internal");

  private final String prefix;
  private final List<String> conversations;
  private final Witness witness;
  private final TestSocket socket;
  private final Thread thread;
  private final Map<String, Long> pending = new LinkedHashMap<>();
  private int read;
  private int count;
  private volatile int acknowledged;
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private volatile boolean enough;
  private volatile boolean gone;
  private volatile @Nullable Throwable failure;

  /// Connects and is silent.
  ///
  /// @param prefix of its messages' ids, which no other one of the test has
  Chatter(TestUser user, String prefix, List<String> conversations, Witness witness) {
    this.prefix = prefix;
    this.conversations = conversations;
    this.witness = witness;
    this.socket = user.connect();
    this.thread = Thread.ofPlatform().name(prefix).daemon().unstarted(this::run);
  }

  Chatter begin() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      while (!gone && !(enough && pending.isEmpty())) {
        talk();
        LockSupport.parkNanos(2_000_000);
      }
    } catch (RuntimeException | Error e) {
      failure = gone ? null : e;
    }
  }

  private void talk() {
    List<JsonNode> frames = socket.frames();
    while (read < frames.size()) {
      take(frames.get(read++));
    }
    long now = System.nanoTime();
    for (Map.Entry<String, Long> each : pending.entrySet()) {
      if (now - each.getValue() >= 0) {
        send(each.getKey());
        each.setValue(now + REPEAT_NANOS);
      }
    }
    if (!enough && pending.size() < AHEAD) {
      String id = prefix + "-" + count++;
      send(id);
      pending.put(id, now + REPEAT_NANOS);
    }
  }

  private void send(String id) {
    int number = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    socket.sendText(conversations.get(number % conversations.size()), id, "text " + id);
  }

  private void take(JsonNode frame) {
    String id = frame.path("clientMessageId").asString();
    switch (frame.path("type").asString()) {
      case "message" -> witness.message(frame);
      case "sent" -> {
        witness.acknowledged(id, frame);
        acknowledged += pending.remove(id) == null ? 0 : 1;
      }
      case "error" -> {
        assertThat(OPEN).as("%s", frame).contains(frame.path("code").asString());
        refusals.add(Instant.now() + " " + frame);
        pending.computeIfPresent(id, (key, at) -> System.nanoTime() + AGAIN_NANOS);
      }
      default -> {}
    }
  }

  TestSocket socket() {
    return socket;
  }

  /// How many of its messages were acknowledged.
  int acknowledged() {
    return acknowledged;
  }

  /// When and with which frames it was told to repeat.
  List<String> refusals() {
    return refusals;
  }

  /// Sends no more than what is unanswered, until all is answered.
  void finish() throws InterruptedException {
    enough = true;
    assertThat(thread.join(Duration.ofMinutes(1)))
        .as("%s is answered; frames: %s", prefix, socket.frames().size())
        .isTrue();
    assertThat(failure).isNull();
    assertThat(socket.isClosed()).as("its socket is closed").isFalse();
  }

  /// Whether it was told of every one of these by a frame of its own, or to look.
  boolean hasSeenLive(List<JsonNode> history) {
    if (!socket.frames("resync").isEmpty()) {
      return true;
    }
    Set<Place> received =
        socket.frames("message").stream().map(Place::of).collect(Collectors.toSet());
    return history.stream()
        .filter(message -> !message.path("clientMessageId").asString().startsWith(prefix + "-"))
        .filter(message -> !"system".equals(message.path("content").path("type").asString()))
        .allMatch(message -> received.contains(Place.of(message)));
  }

  /// Falls silent at once.
  @Override
  public void close() {
    gone = true;
    socket.close();
  }
}
