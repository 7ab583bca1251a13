package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A device that comes and goes and calls `sync` each time sees every message, live or by `sync`.
class PromiseCompleteTest {
  private static final int CONVERSATIONS = 3;
  private static final int MESSAGES = 150;

  private final Api api = new Api(RunningStandalone.baseUrl());

  /// seq → clientMessageId of each conversation, as far as the device has seen it.
  private final Map<String, TreeMap<Long, String>> seen = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aDeviceThatReconnectsAtRandomMomentsMissesNothing(long seed) throws Exception {
    Random random = new Random(seed);
    TestUser sender = api.newUser("sender");
    TestUser roaming = api.newUser("roaming");
    List<String> conversations = new ArrayList<>();
    conversations.add(sender.directWith(roaming));
    for (int i = 1; i < CONVERSATIONS; i++) {
      conversations.add(sender.group("roaming " + i, roaming));
    }
    AtomicBoolean done = new AtomicBoolean();
    Thread sending = Thread.startVirtualThread(() -> sendAll(sender, conversations, random, done));
    Random moments = new Random(seed * 31);
    while (!done.get()) {
      stay(roaming, Duration.ofMillis(20 + moments.nextInt(150)), 1 + moments.nextInt(20));
      LockSupport.parkNanos(Duration.ofMillis(moments.nextInt(60)).toNanos());
    }
    sending.join();
    stay(roaming, Duration.ZERO, 7);
    for (String conversation : conversations) {
      List<JsonNode> history = roaming.history(conversation);
      assertThat(history).as("history of %s, seed %s", conversation, seed).isNotEmpty();
      Map<Long, String> expected = new TreeMap<>();
      history.forEach(
          one -> expected.put(one.path("seq").asLong(), one.path("clientMessageId").asString()));
      assertThat(expected.keySet())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, history.size()).boxed().toList());
      assertThat(seen.get(conversation)).as("seed %s", seed).isEqualTo(expected);
    }
  }

  private static void sendAll(
      TestUser sender, List<String> conversations, Random random, AtomicBoolean done) {
    try (TestSocket socket = sender.connect()) {
      for (int i = 0; i < MESSAGES; i++) {
        String conversation = conversations.get(random.nextInt(conversations.size()));
        socket.sendText(conversation, "m-" + i, "text " + i);
        LockSupport.parkNanos(random.nextInt(8_000_000));
      }
      socket.awaitFrame(
          frame -> ("m-" + (MESSAGES - 1)).equals(frame.path("clientMessageId").asString()),
          "the last answer");
    } finally {
      done.set(true);
    }
  }

  /// Connects, syncs until there is no more, stays a while and goes without a word.
  private void stay(TestUser roaming, Duration duration, int limit) {
    TestSocket socket = roaming.connect();
    boolean more = true;
    while (more) {
      JsonNode synced =
          socket.ask("\"type\":\"sync\",\"cursors\":" + cursors() + ",\"limit\":" + limit);
      synced
          .path("conversations")
          .forEach(conversation ->
              conversation.path("messages").forEach(message -> takeSynced(message)));
      more = synced.path("more").asBoolean();
    }
    LockSupport.parkNanos(duration.toNanos());
    List<JsonNode> frames = List.copyOf(socket.frames("message"));
    boolean resync = !socket.frames("resync").isEmpty();
    socket.close();
    if (!resync) {
      frames.forEach(this::takeSynced);
    }
  }

  private void takeSynced(JsonNode message) {
    String earlier =
        seen.computeIfAbsent(message.path("conversationId").asString(), id -> new TreeMap<>())
            .put(message.path("seq").asLong(), message.path("clientMessageId").asString());
    assertThat(earlier).isIn(null, message.path("clientMessageId").asString());
  }

  /// Up to where nothing is missing: what was seen live and what was synced leave no hole, or the
  /// last assertion fails.
  private String cursors() {
    List<String> members = new ArrayList<>();
    seen.forEach((id, messages) -> members.add("\"" + id + "\":" + messages.lastKey()));
    return "{" + String.join(",", members) + "}";
  }
}
