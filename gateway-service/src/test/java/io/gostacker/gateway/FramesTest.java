package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.transport.Command;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each frame of the contract and its answer.
class FramesTest {
  private static final String TEXT = "{\"type\":\"text\",\"text\":\"hi\"}";
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("max-unanswered=100");
    gateway.send.create(10, 1, 2);
    gateway.send.create(9, 1, 2);
    gateway.send.create(11, 3, 4);
    gateway.send.create(12, 5, 6);
    gateway.send.create(13, 7, 8);
    gateway.send.create(14, 7, 8);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aSendIsAnsweredAndDeliveredVerbatimButNotToTheSendingDevice() {
    try (RawSocket sender = gateway.connect(1, "phone");
        RawSocket tablet = gateway.connect(1, "tablet");
        RawSocket other = gateway.connect(2, "phone")) {
      String content =
          "{ \"text\" : \"\\u0000 \\ud83d\\ude00 \u00fc\", \"type\":\"text\" , \"x\":[1e400,{\"y\":null}]}";
      sender.say(send("9", "m-1", content, "r1"));
      var sent = sender.expect("sent");
      assertThat(sent.path("ref").asString()).isEqualTo("r1");
      assertThat(sent.path("conversationId").asString()).isEqualTo("9");
      assertThat(sent.path("clientMessageId").asString()).isEqualTo("m-1");
      assertThat(sent.path("seq").asInt()).isEqualTo(1);
      assertThat(sent.path("sentAt").asString()).isEqualTo("2023-11-14T22:13:20.001Z");
      for (RawSocket receiver : List.of(tablet, other)) {
        String frame =
            new String(receiver.read().payload(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(frame).startsWith("{\"type\":\"message\"").contains("\"content\":" + content);
      }
      sender.expectNothing();

      sender.say(send("9", "m-1", TEXT, "r2"));
      assertThat(sender.expect("sent").path("seq").asInt()).isEqualTo(1);
      tablet.expectNothing();
    }
  }

  @Test
  void sendsOfOneConnectionKeepTheirOrder() {
    try (RawSocket sender = gateway.connect(3, "a");
        RawSocket receiver = gateway.connect(4, "b")) {
      StringBuilder expected = new StringBuilder();
      for (int i = 1; i <= 500; i++) {
        sender.say(send("11", "order-" + i, TEXT, null));
        expected.append(i).append(' ');
      }
      StringBuilder answered = new StringBuilder();
      StringBuilder delivered = new StringBuilder();
      for (int i = 1; i <= 500; i++) {
        answered.append(sender.expect("sent").path("seq").asInt()).append(' ');
        var message = receiver.expect("message");
        assertThat(message.path("clientMessageId").asString()).isEqualTo("order-" + i);
        delivered.append(message.path("seq").asInt()).append(' ');
      }
      assertThat(answered).hasToString(expected.toString());
      assertThat(delivered).hasToString(expected.toString());
    }
  }

  @Test
  void nothingMoreIsReadWhileTooMuchIsUnanswered() {
    gateway.send.create(15, 9);
    gateway.send.holdReplies = true;
    try (RawSocket socket = gateway.connect(9, "flood")) {
      for (int i = 0; i < 300; i++) {
        socket.say(send("15", "f-" + i, TEXT, null));
      }
      await().until(() -> sendsOf(9) == 100);
      await().during(java.time.Duration.ofMillis(300)).until(() -> sendsOf(9) == 100);
      gateway.send.releaseReplies();
      for (int i = 1; i <= 300; i++) {
        assertThat(socket.expect("sent").path("seq").asInt()).isEqualTo(i);
      }
    } finally {
      gateway.send.releaseReplies();
    }
  }

  @Test
  void strangersGetNotMember() {
    try (RawSocket socket = gateway.connect(99, "a")) {
      for (String id : List.of("10", "777")) {
        socket.say(send(id, "s-1", TEXT, "r"));
        var error = socket.expectError("not_member");
        assertThat(error.path("clientMessageId").asString()).isEqualTo("s-1");
        assertThat(error.path("ref").asString()).isEqualTo("r");
        for (String type : List.of("read", "delivered")) {
          socket.say(
              "{\"type\":\""
                  + type
                  + "\",\"ref\":\"p\",\"conversationId\":\""
                  + id
                  + "\",\"seq\":1}");
          assertThat(socket.expectError("not_member").path("ref").asString()).isEqualTo("p");
        }
        socket.say("{\"type\":\"typing\",\"conversationId\":\"" + id + "\"}");
        socket.expectError("not_member");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"send\",\"ref\":\"r\",\"clientMessageId\":\"c\"}",
        "{\"type\":\"send\",\"clientMessageId\":\"c\",\"conversationId\":10,\"content\":{\"type\":\"text\",\"text\":\"\"},\"ref\":\"r\"}",
        "{\"type\":\"send\",\"clientMessageId\":\"c\",\"conversationId\":\"010\",\"content\":{\"type\":\"text\",\"text\":\"\"},\"ref\":\"r\"}",
        "{\"type\":\"send\",\"clientMessageId\":\"c\",\"conversationId\":\"9223372036854775808\",\"content\":{\"type\":\"text\",\"text\":\"\"},\"ref\":\"r\"}",
        "{\"content\":{\"type\":\"text\",\"type\":\"text\",\"text\":\"\"},\"type\":\"send\",\"clientMessageId\":\"c\",\"conversationId\":\"10\",\"ref\":\"r\"}",
        "{\"content\":{\"type\":\"text\",\"text\":\"\\ud800\"},\"type\":\"send\",\"clientMessageId\":\"c\",\"conversationId\":\"10\",\"ref\":\"r\"}",
        "{\"content\":{\"type\":\"custom\",\"data\":{\"\\udc00\":1}},\"type\":\"send\",\"clientMessageId\":\"c\",\"conversationId\":\"10\",\"ref\":\"r\"}",
        "{\"content\":[],\"type\":\"send\",\"clientMessageId\":\"c\",\"conversationId\":\"10\",\"ref\":\"r\"}",
        "{\"content\":{\"type\":\"text\",\"text\":\"\"},\"content\":{\"type\":\"text\",\"text\":\"\"},\"type\":\"send\",\"clientMessageId\":\"c\",\"conversationId\":\"10\",\"ref\":\"r\"}",
      })
  void whatIsWrongInASendIsSaidWithItsIds(String frame) {
    try (RawSocket socket = gateway.connect(1, "wrong")) {
      socket.say(frame);
      var error = socket.expectError("validation_failed");
      assertThat(error.path("clientMessageId").asString()).isEqualTo("c");
      assertThat(error.path("ref").asString()).isEqualTo("r");
      assertThat(error.path("message").asString()).isNotEmpty();
      socket.expectNothing();
    }
  }

  @Test
  void anInvalidClientMessageIdIsNotRepeated() {
    try (RawSocket socket = gateway.connect(1, "cid")) {
      for (String id : List.of("", "a b", "\u00e4", "x".repeat(65))) {
        socket.say(send("10", id, TEXT, null));
        assertThat(socket.expectError("validation_failed").has("clientMessageId")).isFalse();
      }
      socket.say(send("10", "x".repeat(64), TEXT, null));
      socket.expect("sent");
    }
  }

  @Test
  void anInvalidRefIsNotRepeated() {
    try (RawSocket socket = gateway.connect(1, "ref")) {
      for (String ref : List.of("1", "null", "{}", "\"" + "x".repeat(65) + "\"", "\"\\udc00\"")) {
        socket.say("{\"type\":\"ping\",\"ref\":" + ref + "}");
        assertThat(socket.expectError("validation_failed").has("ref")).isFalse();
      }
      socket.say("{\"type\":\"ping\",\"ref\":\"\\\"\\n\\u0001\"}");
      assertThat(socket.expect("pong").path("ref").asString()).isEqualTo("\"\n\u0001");
    }
  }

  @Test
  void contentOf16KibIsTakenAndMoreIsTooLarge() {
    try (RawSocket socket = gateway.connect(1, "size")) {
      String frame = "{\"type\":\"text\",\"text\":\"\"}";
      String fits = frame.replace("\"\"", "\"" + "x".repeat(16384 - frame.length()) + "\"");
      socket.say(send("10", "fits", fits, null));
      socket.expect("sent");
      socket.say(send("10", "bursts", fits.replace("xx", "xxx"), "r"));
      var error = socket.expectError("payload_too_large");
      assertThat(error.path("clientMessageId").asString()).isEqualTo("bursts");
      socket.expectNothing();
    }
  }

  @Test
  void unknownTypesLeaveTheConnectionOpen() {
    try (RawSocket socket = gateway.connect(1, "types")) {
      for (String type : List.of("dance", "welcome", "message", "x".repeat(5000), "\\ud800")) {
        socket.say("{\"type\":\"" + type + "\",\"ref\":\"r\",\"seq\":\"x\"}");
        assertThat(socket.expectError("unsupported_type").path("ref").asString()).isEqualTo("r");
      }
      socket.expectNothing();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"read\",\"conversationId\":\"10\"}",
        "{\"type\":\"read\",\"conversationId\":\"10\",\"seq\":-1}",
        "{\"type\":\"read\",\"conversationId\":\"10\",\"seq\":1.5}",
        "{\"type\":\"read\",\"conversationId\":\"10\",\"seq\":1e2}",
        "{\"type\":\"read\",\"conversationId\":\"10\",\"seq\":9007199254740992}",
        "{\"type\":\"read\",\"conversationId\":\"10\",\"seq\":99999999999999999999999}",
        "{\"type\":\"read\",\"conversationId\":\"10\",\"seq\":\"1\"}",
        "{\"type\":\"delivered\",\"seq\":1}",
        "{\"type\":\"typing\",\"conversationId\":{}}",
        "{\"type\":\"sync\"}",
        "{\"type\":\"sync\",\"cursors\":[]}",
        "{\"type\":\"sync\",\"cursors\":{\"x\":1}}",
        "{\"type\":\"sync\",\"cursors\":{\"1\":\"1\"}}",
        "{\"type\":\"sync\",\"cursors\":{\"1\":1,\"1\":2}}",
        "{\"type\":\"sync\",\"cursors\":{},\"limit\":0}",
        "{\"type\":\"sync\",\"cursors\":{},\"limit\":201}",
        "{\"type\":\"hello\"}",
      })
  void wrongFieldsAreRefusedAndTheConnectionStays(String frame) {
    try (RawSocket socket = gateway.connect(1, "fields")) {
      socket.say(frame);
      socket.expectError("validation_failed");
      socket.expectNothing();
    }
  }

  @Test
  void deepAndLongNonsenseIsRefusedAndTheConnectionStays() {
    try (RawSocket socket = gateway.connect(1, "deep")) {
      String deep = "[".repeat(50_000) + "]".repeat(50_000);
      socket.say("{\"type\":\"ping\",\"ref\":\"r\",\"x\":" + deep + "}");
      assertThat(socket.expectError("validation_failed").path("ref").asString()).isEqualTo("r");
      socket.say(
          "{\"type\":\"read\",\"conversationId\":\"10\",\"seq\":" + "9".repeat(50_000) + "}");
      socket.expectError("validation_failed");
      socket.say(
          send(
              "10",
              "deep",
              "{\"type\":\"custom\",\"data\":{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}}",
              "r"));
      assertThat(socket.expectError("validation_failed").path("ref").asString()).isEqualTo("r");
      socket.expectNothing();
    }
  }

  @Test
  void syncAnswersWhatIsNewAndWhatIsGone() {
    gateway.send.create(16, 31, 32);
    try (RawSocket a = gateway.connect(31, "a");
        RawSocket b = gateway.connect(32, "b")) {
      for (int i = 1; i <= 3; i++) {
        a.say(send("16", "sync-" + i, TEXT, null));
        a.expect("sent");
        b.expect("message");
      }
      b.say("{\"type\":\"sync\",\"ref\":\"s\",\"cursors\":{\"16\":1,\"999\":5},\"limit\":1}");
      var synced = b.expect("synced");
      assertThat(synced.path("ref").asString()).isEqualTo("s");
      assertThat(synced.path("gone").toString()).isEqualTo("[\"999\"]");
      assertThat(synced.path("more").asBoolean()).isFalse();
      var conversation = synced.path("conversations").path(0);
      assertThat(conversation.path("lastSeq").asInt()).isEqualTo(3);
      assertThat(conversation.path("hasMore").asBoolean()).isTrue();
      assertThat(conversation.path("messages").size()).isEqualTo(1);
      assertThat(conversation.path("messages").path(0).path("seq").asInt()).isEqualTo(2);
    }
  }

  @Test
  void positionsAreMergedForASecond() {
    try (RawSocket socket = gateway.connect(5, "reader")) {
      for (int seq = 1; seq <= 50; seq++) {
        socket.say("{\"type\":\"read\",\"conversationId\":\"12\",\"seq\":" + seq + "}");
      }
      socket.expectNothing();
      await().until(() -> readsOf(5).equals(List.of(1L, 50L)));
    }
  }

  @Test
  void aPositionThatWaitsIsNotLostWithTheConnection() {
    try (RawSocket socket = gateway.connect(6, "reader")) {
      for (int seq = 1; seq <= 9; seq++) {
        socket.say("{\"type\":\"read\",\"conversationId\":\"12\",\"seq\":" + seq + "}");
      }
      socket.expectNothing();
    }
    await().until(() -> readsOf(6).equals(List.of(1L, 9L)));
  }

  @Test
  void typingGoesOnOncePerTwoSecondsAndConversation() {
    try (RawSocket typist = gateway.connect(7, "a");
        RawSocket reader = gateway.connect(8, "b")) {
      for (int i = 0; i < 20; i++) {
        typist.say("{\"type\":\"typing\",\"conversationId\":\"13\"}");
      }
      typist.say("{\"type\":\"typing\",\"conversationId\":\"14\"}");
      typist.expectNothing();
      assertThat(reader.expect("typing").path("conversationId").asString()).isEqualTo("13");
      var second = reader.expect("typing");
      assertThat(second.path("conversationId").asString()).isEqualTo("14");
      assertThat(second.path("userId").asString()).isEqualTo("7");
      reader.expectNothing();
    }
  }

  private static long sendsOf(long userId) {
    return gateway.send.commands.stream()
        .filter(c -> c instanceof Command.SendMessage send && send.senderId() == userId)
        .count();
  }

  private static List<Long> readsOf(long userId) {
    return gateway.send.commands.stream()
        .filter(c -> c instanceof Command.Read read && read.userId() == userId)
        .map(c -> ((Command.Read) c).seq())
        .toList();
  }

  static String send(
      String conversationId,
      String clientMessageId,
      String content,
      @org.jspecify.annotations.Nullable String ref) {
    return "{\"type\":\"send\","
        + (ref == null ? "" : "\"ref\":\"" + ref + "\",")
        + "\"conversationId\":\""
        + conversationId
        + "\",\"clientMessageId\":\""
        + clientMessageId
        + "\",\"content\":"
        + content
        + "}";
  }
}
