package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Who is added and removed while others send sees exactly what was said in between.
class PromisePrivateTest {
  private static final int ROUNDS = 12;

  private final Api api = new Api(RunningStandalone.baseUrl());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nothingFromOutsideTheMembershipIsDelivered(long seed) throws Exception {
    Random random = new Random(seed);
    TestUser owner = api.newUser("owner");
    TestUser sender = api.newUser("sender");
    TestUser guest = api.newUser("guest");
    String group = owner.group("private", sender);
    String members = "/api/v1/conversations/" + group + "/members";
    AtomicBoolean over = new AtomicBoolean();
    try (TestSocket speaking = sender.connect();
        TestSocket listening = guest.connect()) {
      Thread talk = Thread.startVirtualThread(() -> talk(speaking, group, over));
      long removal = 0;
      for (int i = 0; i < ROUNDS; i++) {
        owner.call("POST", members, "{\"userIds\":[\"" + guest.id() + "\"]}").is(200);
        LockSupport.parkNanos(random.nextInt(20_000_000));
        owner.call("DELETE", members + "/" + guest.id(), null).is(204);
        int atRemoval = listening.seqs(group).size();
        removal = removalAfter(owner, group, removal);
        assertThat(listening.seqs(group).stream().mapToLong(seq -> seq).max().orElse(0))
            .isLessThan(removal);
        assertThat(atRemoval).isNotNegative();
        LockSupport.parkNanos(random.nextInt(20_000_000));
      }
      over.set(true);
      talk.join();
      String chat = owner.directWith(guest);
      owner.send(chat, "fence", "x").is(201);
      listening.awaitMessage("fence");
      Set<Long> entitled = entitled(owner, group, guest.id());
      assertThat(listening.seqs(group)).isSorted().isSubsetOf(entitled);
      if (listening.frames("resync").isEmpty()) { // else it was told that it may miss some
        assertThat(listening.seqs(group)).containsExactlyElementsOf(entitled);
      }
    }
  }

  private static void talk(TestSocket socket, String group, AtomicBoolean over) {
    for (int i = 0; !over.get(); i++) {
      socket.sendText(group, "talk-" + i, "x");
      LockSupport.parkNanos(300_000);
    }
  }

  /// The seq of the one removal above a seq.
  private static long removalAfter(TestUser owner, String group, long seq) {
    List<Long> removals = new ArrayList<>();
    long upTo = seq;
    boolean more = true;
    while (more && removals.isEmpty()) {
      JsonNode page =
          owner
              .get("/api/v1/conversations/%s/messages?limit=200&afterSeq=%d".formatted(group, upTo))
              .is(200)
              .json();
      for (JsonNode message : page.path("items")) {
        upTo = message.path("seq").asLong();
        if ("removed".equals(message.path("content").path("event").asString())) {
          removals.add(upTo);
        }
      }
      more = !page.path("items").isEmpty();
    }
    assertThat(removals).hasSize(1);
    return removals.getFirst();
  }

  /// From each joining on until before the removal.
  private static Set<Long> entitled(TestUser owner, String group, String guestId) {
    Set<Long> seqs = new TreeSet<>();
    boolean member = false;
    for (JsonNode message : owner.history(group)) {
      JsonNode content = message.path("content");
      if (content.path("userIds").toString().contains(guestId)) {
        member = "joined".equals(content.path("event").asString());
      }
      if (member) {
        seqs.add(message.path("seq").asLong());
      }
    }
    return seqs;
  }
}
