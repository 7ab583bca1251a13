package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `delivered`, `read` and `typing`: who hears of them.
class SocketReceiptTest {
  private final Api api = new Api(RunningStandalone.baseUrl());
  private TestUser alice;
  private TestUser bob;
  private TestUser bobsOther;

  @BeforeEach
  void logIn() {
    alice = api.newUser("alice");
    bob = api.newUser("bob");
    bobsOther = api.otherDevice(bob, "other");
  }

  private static void position(TestSocket socket, String kind, String conversationId, long seq) {
    socket.send(
        "{\"type\":\"%s\",\"conversationId\":\"%s\",\"seq\":%d}"
            .formatted(kind, conversationId, seq));
  }

  private static JsonNode awaitReceipt(TestSocket socket, String kind, long seq) {
    return socket.awaitFrame(
        frame ->
            "receipt".equals(frame.path("type").asString())
                && kind.equals(frame.path("kind").asString())
                && frame.path("seq").asLong() == seq,
        kind + " " + seq);
  }

  /// What was handed out before is there when this message is.
  private static void fence(TestUser by, String conversationId, TestSocket... sockets) {
    String id = UUID.randomUUID().toString();
    by.send(conversationId, id, "fence").is(201);
    for (TestSocket socket : sockets) {
      socket.awaitMessage(id);
    }
  }

  private static void send(TestUser by, String conversationId, int count) {
    IntStream.range(0, count)
        .forEach(i -> by.send(conversationId, UUID.randomUUID().toString(), "x").is(201));
  }

  @Test
  void inADirectConversationTheOtherHearsOfDeliveredAndReadAndOwnDevicesOfRead() {
    TestUser alicesOther = api.otherDevice(alice, "other");
    String chat = alice.directWith(bob);
    send(alice, chat, 3);
    try (TestSocket hers = alicesOther.connect();
        TestSocket his = bob.connect();
        TestSocket hisOther = bobsOther.connect()) {
      position(his, "delivered", chat, 3);
      JsonNode delivered = awaitReceipt(hers, "delivered", 3);
      assertThat(delivered.propertyNames())
          .containsExactlyInAnyOrder("type", "conversationId", "userId", "kind", "seq");
      assertThat(delivered.path("userId").asString()).isEqualTo(bob.id());
      assertThat(delivered.path("conversationId").asString()).isEqualTo(chat);
      position(his, "read", chat, 3);
      awaitReceipt(hers, "read", 3);
      awaitReceipt(hisOther, "read", 3);
      fence(alice, chat, his, hisOther, hers);
      assertThat(his.frames("receipt")).isEmpty();
      assertThat(hisOther.frames("receipt"))
          .extracting(f -> f.path("kind").asString())
          .containsOnly("read");
    }
  }

  @Test
  void positionsNeverGoBackAndNeverBeyondTheLastMessage() {
    String chat = alice.directWith(bob);
    send(alice, chat, 5);
    try (TestSocket hers = alice.connect();
        TestSocket his = bob.connect();
        TestSocket hisOther = bobsOther.connect()) {
      position(his, "read", chat, 1_000_000);
      awaitReceipt(hers, "read", 5);
      position(hisOther, "read", chat, 2);
      position(hisOther, "delivered", chat, 9_000_000_000_000_000L);
      awaitReceipt(hers, "delivered", 5);
      fence(bob, chat, hers);
      List<Long> reads =
          hers.frames("receipt").stream()
              .filter(frame -> "read".equals(frame.path("kind").asString()))
              .map(frame -> frame.path("seq").asLong())
              .toList();
      assertThat(reads).isSorted().doesNotContain(2L, 1_000_000L);
      assertThat(bob.get("/api/v1/conversations/" + chat).json().path("readSeq").asLong())
          .isEqualTo(6); // the fence was his
    }
  }

  @Test
  void theHighestOfManyPositionsArrives() {
    String chat = alice.directWith(bob);
    send(alice, chat, 40);
    try (TestSocket hers = alice.connect();
        TestSocket his = bob.connect()) {
      IntStream.rangeClosed(1, 40).forEach(seq -> position(his, "read", chat, seq));
      IntStream.rangeClosed(1, 40).forEach(seq -> position(his, "delivered", chat, seq));
      awaitReceipt(hers, "read", 40);
      awaitReceipt(hers, "delivered", 40);
      assertThat(hers.frames("receipt")).hasSizeLessThan(10);
    }
  }

  @Test
  void aPositionOfNoNumberOrBelowZeroIsRefused() {
    String chat = alice.directWith(bob);
    try (TestSocket socket = alice.connect()) {
      for (String seq : List.of("-1", "\"1\"", "1.5", "null")) {
        JsonNode error =
            socket.ask(
                "\"type\":\"read\",\"conversationId\":\"%s\",\"seq\":%s".formatted(chat, seq));
        assertThat(error.path("code").asString()).as(seq).isEqualTo("validation_failed");
      }
    }
  }

  @Test
  void inAGroupAllHearOfReadAndNobodyOfDelivered() {
    TestUser carol = api.newUser("carol");
    String group = alice.group("receipts", bob, carol);
    send(alice, group, 2);
    try (TestSocket hers = alice.connect();
        TestSocket his = bob.connect();
        TestSocket hisOther = bobsOther.connect();
        TestSocket carols = carol.connect()) {
      position(his, "delivered", group, 3);
      position(his, "read", group, 3);
      awaitReceipt(hers, "read", 3);
      awaitReceipt(carols, "read", 3);
      awaitReceipt(hisOther, "read", 3);
      fence(alice, group, his, hisOther, carols);
      for (TestSocket socket : List.of(hers, carols, hisOther)) {
        assertThat(socket.frames("receipt"))
            .extracting(f -> f.path("kind").asString())
            .containsOnly("read");
      }
      assertThat(his.frames("receipt")).isEmpty();
    }
  }

  @Test
  void readOverRestIsHeardOfLikeAFrame() {
    String chat = alice.directWith(bob);
    send(alice, chat, 2);
    try (TestSocket hers = alice.connect();
        TestSocket hisOther = bobsOther.connect()) {
      bob.call("PUT", "/api/v1/conversations/" + chat + "/read", "{\"seq\":2}").is(204);
      awaitReceipt(hers, "read", 2);
      awaitReceipt(hisOther, "read", 2);
    }
  }

  @Test
  void typingIsHeardOfByTheOthersOnly() {
    TestUser carol = api.newUser("carol");
    String group = alice.group("typing", bob, carol);
    try (TestSocket hers = alice.connect();
        TestSocket his = bob.connect();
        TestSocket hisOther = bobsOther.connect();
        TestSocket carols = carol.connect()) {
      his.send("{\"type\":\"typing\",\"conversationId\":\"" + group + "\"}");
      for (TestSocket socket : List.of(hers, carols)) {
        JsonNode typing = socket.awaitFrame("typing");
        assertThat(typing.propertyNames())
            .containsExactlyInAnyOrder("type", "conversationId", "userId");
        assertThat(typing.path("userId").asString()).isEqualTo(bob.id());
        assertThat(typing.path("conversationId").asString()).isEqualTo(group);
      }
      fence(alice, group, his, hisOther);
      assertThat(his.frames("typing")).isEmpty();
      assertThat(hisOther.frames("typing")).isEmpty();
    }
  }

  @Test
  void inAGroupOfMoreThanAHundredOnlyOwnDevicesHearOfRead() {
    List<String> ids =
        IntStream.range(0, 99)
            .parallel()
            .mapToObj(i -> {
              String name = "crowd-" + UUID.randomUUID().toString().substring(0, 8);
              return api.call(
                      "POST",
                      "/api/v1/auth/register",
                      null,
                      "{\"username\":\"" + name + "\",\"password\":\"secret-crowd\"}")
                  .is(201)
                  .json()
                  .path("userId")
                  .asString();
            })
            .toList();
    String group = alice.group("crowd", bob);
    alice
        .call(
            "POST",
            "/api/v1/conversations/" + group + "/members",
            "{\"userIds\":[\"" + String.join("\",\"", ids) + "\"]}")
        .is(200);
    try (TestSocket hers = alice.connect();
        TestSocket his = bob.connect();
        TestSocket hisOther = bobsOther.connect()) {
      his.send("{\"type\":\"typing\",\"conversationId\":\"" + group + "\"}");
      position(his, "read", group, 2);
      awaitReceipt(hisOther, "read", 2);
      fence(bob, group, hers);
      assertThat(hers.frames("receipt")).isEmpty();
      assertThat(hers.frames("typing")).isEmpty();
    }
  }
}
