package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `send`, its answers, and who gets the message.
class SocketSendTest {
  private static Api api;
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  private static TestUser alice;
  private static TestUser bob;
  private static TestUser carol;

  @BeforeAll
  static void logIn() {
    api = new Api(RunningStandalone.baseUrl());
    alice = api.newUser("alice");
    bob = api.newUser("bob");
    carol = api.newUser("carol");
  }

  private static String send(String conversationId, String clientMessageId, String content) {
    return "\"type\":\"send\",\"conversationId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":%s"
        .formatted(conversationId, clientMessageId, content);
  }

  private static String text(String text) {
    return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  @Test
  void everyOtherDeviceOfAllMembersGetsTheMessageExactlyAsItWasSaid() {
    TestUser alicesOther = api.otherDevice(alice, "other");
    TestUser bobsOther = api.otherDevice(bob, "other");
    String group = alice.group("send", bob, carol);
    try (TestSocket sender = alice.connect();
        TestSocket own = alicesOther.connect();
        TestSocket bob1 = bob.connect();
        TestSocket bob2 = bobsOther.connect();
        TestSocket carol1 = carol.connect()) {
      String content =
          "{\"text\":\"\\u0001\\t\\\"\\\\ \\uD83D\\uDE00 漢字 </script>\",  \"type\":\"text\","
              + "\"mentions\":[\"%s\"],\"replyTo\":1}".formatted(bob.id());
      JsonNode sent = sender.ask(send(group, "verbatim-1", content));
      assertThat(sent.propertyNames())
          .containsExactlyInAnyOrder(
              "type", "ref", "conversationId", "clientMessageId", "seq", "sentAt");
      assertThat(sent.path("type").asString()).isEqualTo("sent");
      assertThat(sent.path("conversationId").asString()).isEqualTo(group);
      assertThat(sent.path("clientMessageId").asString()).isEqualTo("verbatim-1");
      assertThat(sent.path("seq").isIntegralNumber()).isTrue();
      assertThat(sent.path("seq").asLong()).isEqualTo(2);
      assertThat(sent.path("sentAt").asString()).matches(TIME);
      for (TestSocket socket : List.of(own, bob1, bob2, carol1)) {
        JsonNode message = socket.awaitMessage("verbatim-1");
        assertThat(message.propertyNames())
            .containsExactlyInAnyOrder(
                "type",
                "conversationId",
                "seq",
                "senderId",
                "clientMessageId",
                "content",
                "sentAt");
        assertThat(message.path("conversationId").asString()).isEqualTo(group);
        assertThat(message.path("seq").asLong()).isEqualTo(2);
        assertThat(message.path("senderId").asString()).isEqualTo(alice.id());
        assertThat(message.path("sentAt")).isEqualTo(sent.path("sentAt"));
        assertThat(socket.texts()).anySatisfy(raw -> assertThat(raw).contains(content));
      }
      bob1.ask(send(group, "fence-1", text("fence")));
      sender.awaitMessage("fence-1");
      assertThat(sender.seqs(group)).containsExactly(3L);
    }
  }

  @Test
  void aMessageOverRestComesToTheSocketsOfOtherDevicesOnly() {
    TestUser other = api.otherDevice(alice, "rest-other");
    String chat = alice.directWith(carol);
    try (TestSocket own = alice.connect();
        TestSocket elsewhere = other.connect()) {
      String id = UUID.randomUUID().toString();
      alice.send(chat, id, "over rest").is(201);
      elsewhere.awaitMessage(id);
      String fence = UUID.randomUUID().toString();
      carol.send(chat, fence, "fence").is(201);
      own.awaitMessage(fence);
      assertThat(own.frames("message")).hasSize(1);
    }
  }

  @Test
  void sendingMovesOnesOwnReadPosition() {
    String chat = carol.directWith(bob);
    try (TestSocket socket = carol.connect()) {
      long seq =
          socket.ask(send(chat, UUID.randomUUID().toString(), text("x"))).path("seq").asLong();
      JsonNode view = carol.get("/api/v1/conversations/" + chat).is(200).json();
      assertThat(view.path("readSeq").asLong()).isEqualTo(seq);
      assertThat(view.path("unread").asLong()).isZero();
      assertThat(bob.get("/api/v1/conversations/" + chat).is(200).json().path("unread").asLong())
          .isPositive();
    }
  }

  @Test
  void aStrangersConversationAndOneThatDoesNotExistAreAnsweredAlike() {
    String foreign = bob.directWith(carol);
    String missing = "4611686018427387904";
    try (TestSocket socket = alice.connect()) {
      for (String frame :
          List.of(
              "\"type\":\"send\",\"clientMessageId\":\"stranger\",\"content\":" + text("x"),
              "\"type\":\"read\",\"seq\":1",
              "\"type\":\"delivered\",\"seq\":1",
              "\"type\":\"typing\"")) {
        JsonNode one = socket.ask(frame + ",\"conversationId\":\"" + foreign + "\"");
        JsonNode two = socket.ask(frame + ",\"conversationId\":\"" + missing + "\"");
        assertThat(one.path("type").asString()).isEqualTo("error");
        assertThat(one.path("code").asString()).isEqualTo("not_member");
        assertThat(withoutRef(one)).isEqualTo(withoutRef(two));
        assertThat(one.has("clientMessageId")).isEqualTo(frame.contains("send"));
      }
    }
  }

  private static String withoutRef(JsonNode frame) {
    return frame.toString().replace(frame.path("ref").asString(), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "validation_failed | {\"type\":\"system\",\"event\":\"created\"}",
        "validation_failed | {\"type\":\"text\"}",
        "validation_failed | {\"type\":\"text\",\"text\":\"\\uD800\"}",
        "validation_failed | {\"type\":\"text\",\"text\":\"a\",\"text\":\"b\"}",
        "validation_failed | {\"type\":\"hologram\"}",
        "validation_failed | \"text\"",
        "validation_failed | null",
      })
  void wrongContentIsRefusedWithItsRefAndClientMessageId(String code, String content) {
    String chat = alice.directWith(bob);
    try (TestSocket socket = alice.connect()) {
      JsonNode error = socket.ask(send(chat, "wrong-content", content));
      assertThat(error.path("type").asString()).isEqualTo("error");
      assertThat(error.path("code").asString()).isEqualTo(code);
      assertThat(error.path("clientMessageId").asString()).isEqualTo("wrong-content");
      assertThat(error.path("message").asString()).isNotEmpty();
      socket.ask("\"type\":\"ping\"");
    }
  }

  @Test
  void contentOf16KiBIsTakenAndMoreIsTooLarge() {
    String chat = alice.directWith(bob);
    int room = 16_384 - text("").length();
    try (TestSocket socket = alice.connect()) {
      String id = UUID.randomUUID().toString();
      assertThat(socket.ask(send(chat, id, text("x".repeat(room)))).path("type").asString())
          .isEqualTo("sent");
      JsonNode error = socket.ask(send(chat, "too-large", text("x".repeat(room + 1))));
      assertThat(error.path("code").asString()).isIn("payload_too_large", "validation_failed");
      assertThat(error.path("clientMessageId").asString()).isEqualTo("too-large");
    }
  }

  @ParameterizedTest
  @CsvSource({"with space", "ümlaut", "''", "a/b"})
  void aClientMessageIdOfOtherCharactersIsRefused(String id) {
    String chat = alice.directWith(bob);
    try (TestSocket socket = alice.connect()) {
      assertThat(socket.ask(send(chat, id, text("x"))).path("code").asString())
          .isEqualTo("validation_failed");
    }
  }

  @Test
  void pipelinedSendsAreAnsweredInOrder() {
    String chat = alice.directWith(bob);
    try (TestSocket sender = alice.connect();
        TestSocket receiver = bob.connect()) {
      String run = UUID.randomUUID().toString().substring(0, 8);
      IntStream.range(0, 500).forEach(i -> sender.sendText(chat, run + "-" + i, "x"));
      receiver.awaitMessage(run + "-499");
      sender.awaitFrame(
          frame -> (run + "-499").equals(frame.path("clientMessageId").asString()), "the last");
      List<String> expected = IntStream.range(0, 500).mapToObj(i -> run + "-" + i).toList();
      assertThat(sender.frames("sent"))
          .extracting(frame -> frame.path("clientMessageId").asString())
          .containsExactlyElementsOf(expected);
      assertThat(receiver.frames("message"))
          .extracting(frame -> frame.path("clientMessageId").asString())
          .containsExactlyElementsOf(expected);
    }
  }
}
