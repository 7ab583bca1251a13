package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// On one connection a conversation's messages arrive in the order of their seq, or are followed by
/// `resync`.
class PromiseOrderTest {
  private static final int SENDERS = 3;
  private static final int EACH = 300;
  private static final long LAST = 1 + SENDERS * EACH; // the first is the notice of the creation

  private final Api api = new Api(RunningStandalone.baseUrl());

  @Test
  void threeSendersAtOnceAreSeenInOneOrderByAll() {
    List<TestUser> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(api.newUser("sender"));
    }
    List<TestUser> receivers =
        List.of(api.newUser("fast"), api.newUser("other"), api.newUser("slow"));
    List<TestUser> others = new ArrayList<>(senders.subList(1, SENDERS));
    others.addAll(receivers);
    String group = senders.getFirst().group("order", others.toArray(TestUser[]::new));

    List<TestSocket> watching = new ArrayList<>();
    watching.add(receivers.get(0).connect());
    watching.add(receivers.get(1).connect());
    watching.add(api.otherDevice(senders.getFirst(), "second").connect());
    watching.add(TestSocket.openSlow(api, receivers.get(2).token(), Duration.ofMillis(2)));
    List<TestSocket> sending = senders.stream().map(TestUser::connect).toList();
    try {
      List<Thread> threads = new ArrayList<>();
      for (int s = 0; s < SENDERS; s++) {
        TestSocket socket = sending.get(s);
        String prefix = "s" + s + "-";
        threads.add(
            Thread.startVirtualThread(() -> {
              for (int i = 0; i < EACH; i++) {
                socket.sendText(group, prefix + i, prefix + i);
              }
            }));
      }
      threads.forEach(PromiseOrderTest::join);
      for (TestSocket socket : watching) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> socket.seqs(group).contains(LAST) || !socket.frames("resync").isEmpty());
        isInOrder(socket, group);
      }
      assertThat(watching.getFirst().seqs(group))
          .containsExactlyElementsOf(LongStream.rangeClosed(2, LAST).boxed().toList());
      for (int s = 0; s < SENDERS; s++) {
        TestSocket socket = sending.get(s);
        await().atMost(Duration.ofSeconds(30)).until(() -> socket.frames("sent").size() == EACH);
        isInOrder(socket, group);
        assertThat(seenAndSent(socket, group))
            .containsExactlyElementsOf(LongStream.rangeClosed(2, LAST).boxed().toList());
      }
    } finally {
      watching.forEach(TestSocket::close);
      sending.forEach(TestSocket::close);
    }
    assertThat(receivers.getFirst().history(group))
        .extracting(message -> message.path("seq").asLong())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, LAST).boxed().toList());
  }

  private static Set<Long> seenAndSent(TestSocket socket, String group) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> socket.seqs(group).size() == (SENDERS - 1) * EACH);
    Set<Long> all = new TreeSet<>(socket.seqs(group));
    socket.frames("sent").forEach(sent -> all.add(sent.path("seq").asLong()));
    return all;
  }

  /// Every step back or gap is followed by a `resync` sooner or later.
  private static void isInOrder(TestSocket socket, String group) {
    boolean owed = false;
    long last = 0;
    for (JsonNode frame : socket.frames()) {
      switch (frame.path("type").asString()) {
        case "resync" -> owed = false;
        case "message" -> {
          long seq = frame.path("seq").asLong();
          if (group.equals(frame.path("conversationId").asString())) {
            owed |= seq <= last;
            last = Math.max(last, seq);
          }
        }
        default -> {}
      }
    }
    assertThat(owed).as("order of %s", socket.seqs(group)).isFalse();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
