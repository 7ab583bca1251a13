package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import tools.jackson.databind.JsonNode;

/// However often and by whatever path a message is repeated, it is there once.
class PromiseOnceTest {
  private final Api api = new Api(RunningStandalone.baseUrl());

  @RepeatedTest(5)
  void twentyRepeatsOverSocketsAndRestAreOneMessage() {
    TestUser alice = api.newUser("alice");
    TestUser second = api.otherDevice(alice, "second");
    TestUser bob = api.newUser("bob");
    String chat = alice.directWith(bob);
    String id = UUID.randomUUID().toString();
    Set<Long> seqs = new ConcurrentSkipListSet<>();
    Set<Integer> statuses = new ConcurrentSkipListSet<>();
    try (TestSocket one = alice.connect();
        TestSocket two = second.connect();
        TestSocket his = bob.connect();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> repeats = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Runnable repeat =
            switch (i % 4) {
              case 0 -> () -> seqs.add(sent(one, chat, id));
              case 1 -> () -> seqs.add(sent(two, chat, id));
              default ->
                  () -> {
                    Answer answer = alice.send(chat, id, "once");
                    statuses.add(answer.status());
                    seqs.add(answer.json().path("seq").asLong());
                  };
            };
        repeats.add(CompletableFuture.runAsync(repeat, executor));
      }
      repeats.forEach(repeat -> repeat.orTimeout(60, TimeUnit.SECONDS).join());
      assertThat(seqs).containsExactly(1L);
      assertThat(statuses).isSubsetOf(200, 201);
      alice.send(chat, "fence-" + id, "fence").is(201);
      his.awaitMessage("fence-" + id);
      assertThat(his.seqs(chat)).containsExactly(1L, 2L);
      assertThat(alice.history(chat)).hasSize(2);
    }
  }

  private static long sent(TestSocket socket, String chat, String id) {
    JsonNode answer =
        socket.ask(
            "\"type\":\"send\",\"conversationId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"once\"}"
                .formatted(chat, id));
    assertThat(answer.path("type").asString()).isEqualTo("sent");
    return answer.path("seq").asLong();
  }
}
