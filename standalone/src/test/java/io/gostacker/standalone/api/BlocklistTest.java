package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The blocklist: who is blocked sends nothing in the direct conversation, on no way.
class BlocklistTest {
  private static final String BLOCKS = "/api/v1/users/me/blocks";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long SEED = 20261127;

  private final Api api = new Api(RunningStandalone.baseUrl());
  private final TestUser ann = api.newUser("ann");
  private final TestUser bob = api.newUser("bob");

  private static Api.Answer block(TestUser by, TestUser whom) {
    return by.call("PUT", BLOCKS + "/" + whom.id(), null);
  }

  private static Api.Answer unblock(TestUser by, TestUser whom) {
    return by.call("DELETE", BLOCKS + "/" + whom.id(), null);
  }

  private Api.Answer serverSend(String conversation, TestUser sender, String id, String content) {
    return api.call(
        "POST",
        "/api/v1/server/conversations/" + conversation + "/messages",
        RunningStandalone.serverKey(),
        json("{'senderId':'%s','clientMessageId':'%s','content':%s}", sender.id(), id, content));
  }

  @Test
  void whoIsBlockedIsRefusedOnEveryWayAndWhoBlocksIsNot() {
    String direct = bob.directWith(ann);
    String before = bob.send(direct, "before", "x").is(201).response().body();
    block(ann, bob).is(204);
    bob.send(direct, "m", "x").isProblem(403, "blocked");
    TestSocket socket = bob.connect();
    socket.sendText(direct, "f", "x");
    JsonNode error = socket.awaitFrame("error");
    assertThat(error.path("code").asString()).isEqualTo("blocked");
    assertThat(error.path("clientMessageId").asString()).isEqualTo("f");
    serverSend(direct, bob, "s", "{'type':'text','text':'x'}").isProblem(403, "blocked");
    serverSend(direct, bob, "sys", "{'type':'system','text':'x'}").is(201);
    assertThat(bob.send(direct, "before", "x").is(200).response().body()).isEqualTo(before);
    ann.send(direct, "a", "I may").is(201);
    unblock(ann, bob).is(204);
    bob.send(direct, "m", "x").is(201);
  }

  @Test
  void aConversationThatIsMadeLaterBeginsBlocked() {
    block(ann, bob).is(204);
    String direct = bob.directWith(ann);
    bob.send(direct, "m", "x").isProblem(403, "blocked");
    ann.send(direct, "a", "x").is(201);
    block(bob, ann).is(204);
    ann.send(direct, "a2", "x").isProblem(403, "blocked");
    unblock(ann, bob).is(204);
    bob.send(direct, "m", "x").is(201);
    ann.send(direct, "a3", "x").isProblem(403, "blocked");
  }

  @Test
  void groupsAreNotConcerned() {
    String group = ann.group("Team", bob);
    block(ann, bob).is(204);
    bob.send(group, "m", "x").is(201);
  }

  @Test
  void whoBlocksDoesNotSeeTheOtherTyping() {
    String direct = bob.directWith(ann);
    TestSocket anns = ann.connect();
    TestSocket bobs = bob.connect();
    block(ann, bob).is(204);
    bobs.send(json("{'type':'typing','conversationId':'%s'}", direct));
    anns.send(json("{'type':'typing','conversationId':'%s'}", direct));
    bobs.awaitFrame("typing");
    assertThat(anns.frames("typing")).isEmpty();
  }

  @Test
  void theListSaysWhoIsBlocked() {
    TestUser cem = api.newUser("cem");
    block(ann, bob).is(204);
    block(ann, bob).is(204);
    block(ann, cem).is(204);
    JsonNode first = ann.get(BLOCKS + "?limit=1").is(200).json();
    JsonNode second =
        ann.get(BLOCKS + "?limit=1&cursor=" + first.path("nextCursor").asString()).is(200).json();
    assertThat(
            List.of(
                first.path("items").path(0).path("userId").asString(),
                second.path("items").path(0).path("userId").asString()))
        .containsExactlyInAnyOrder(bob.id(), cem.id());
    assertThat(second.path("nextCursor").isNull()).isTrue();
    unblock(ann, bob).is(204);
    unblock(ann, bob).is(204);
    unblock(ann, cem).is(204);
    assertThat(ann.get(BLOCKS).is(200).json().path("items")).isEmpty();
  }

  @Test
  void nobodyBlocksHimselfOrNobody() {
    block(ann, ann).isProblem(422, "validation_failed");
    ann.call("PUT", BLOCKS + "/1", null).isProblem(404, "not_found");
    ann.call("PUT", BLOCKS + "/x", null).isProblem(404, "not_found");
    ann.call("DELETE", BLOCKS + "/x", null).is(204);
    api.call("GET", BLOCKS, null, null).isProblem(401, "unauthenticated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=x", "cursor=x", "cursor=AAAAAAAA"})
  void aPageThatIsNoneIsRefused(String query) {
    ann.get(BLOCKS + "?" + query).isProblem(422, "validation_failed");
  }

  @Test
  void afterABlockWasAnsweredNothingIsAcceptedWhateverRacesWithIt() {
    Random random = new Random(SEED);
    for (int round = 0; round < 12; round++) {
      TestUser blocker = api.newUser("ann");
      TestUser blocked = api.newUser("bob");
      if (random.nextBoolean()) {
        blocked.directWith(blocker);
      }
      race(blocker, blocked, random.nextInt(20));
    }
  }

  /// One sends all the time, and makes the conversation; the other blocks, unblocks and blocks, on
  /// two devices.
  private void race(TestUser blocker, TestUser blocked, int before) {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    List<Api.Answer> accepted = new ArrayList<>();
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; !over.get(); i++) {
            String direct = blocked.directWith(blocker);
            Api.Answer answer = blocked.send(direct, "m-" + i, "x");
            sent.incrementAndGet();
            if (answer.status() == 201) {
              accepted.add(answer);
            } else {
              answer.isProblem(403, "blocked");
            }
          }
        });
    await().atMost(PATIENCE).until(() -> sent.get() >= before);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> unblock(blocker, blocked).is(204));
    block(blocker, blocked).is(204);
    other.join();
    block(blocker, blocked).is(204);
    String direct = blocker.directWith(blocked);
    long lastSeq = blocker.get("/api/v1/conversations/" + direct).json().path("lastSeq").asLong();
    int until = sent.get() + 5;
    await().atMost(PATIENCE).until(() -> sent.get() >= until);
    over.set(true);
    sending.join();
    assertThat(accepted)
        .allSatisfy(
            answer -> assertThat(answer.json().path("seq").asLong()).isLessThanOrEqualTo(lastSeq));
  }
}
