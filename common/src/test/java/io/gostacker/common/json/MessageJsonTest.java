package io.gostacker.common.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Message;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessageJsonTest {
  private static final JsonMapper JACKSON = JsonMapper.builder().build();

  @Example
  void aMessageFrameIsWhatTheContractShows() {
    Message message = message("{\"type\":\"text\", \"text\":\"hi\"}", 0);
    assertThat(new String(MessageJson.frame(message), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"type":"message","conversationId":"42","seq":7,"senderId":"9","clientMessageId":"c-1",\
            "content":{"type":"text", "text":"hi"},"sentAt":"2026-11-23T14:16:05.123Z"}\
            """);
  }

  @Property
  void contentPassesByteByByte(@ForAll String text) {
    byte[] content = new JsonBytes(16).raw("{\"text\":").string(text).raw("}").toByteArray();
    JsonBytes json = new JsonBytes(16);
    MessageJson.write(message(new String(content, StandardCharsets.UTF_8), 3), json);
    assertThat(json.toByteArray()).containsSequence(content);
    JsonNode tree = JACKSON.readTree(json.toByteArray());
    assertThat(tree.get("content")).isEqualTo(JACKSON.readTree(content));
    assertThat(tree.get("targetSeq").asLong()).isEqualTo(3);
    assertThat(tree.has("type")).isFalse();
  }

  @Example
  void aGroupHasAllFieldsOfTheContract() {
    ConversationView view =
        new ConversationView(
            42,
            ConversationType.GROUP,
            "a \"b\"\n",
            9,
            3,
            7,
            5,
            2,
            message("{}", 0),
            JoinPolicy.APPROVAL,
            HistoryPolicy.ALL,
            "{\"k\":[1]}".getBytes(StandardCharsets.UTF_8),
            1_795_443_365_123L);
    JsonBytes json = new JsonBytes(16);
    MessageJson.write(view, json);
    assertThat(JACKSON.readTree(json.toByteArray()))
        .isEqualTo(
            JACKSON.readTree(
                """
                {"conversationId":"42","type":"group","name":"a \\"b\\"\\n","ownerId":"9",
                 "memberCount":3,"lastSeq":7,"readSeq":5,"unread":2,
                 "lastMessage":{"conversationId":"42","seq":7,"senderId":"9","clientMessageId":"c-1",
                   "content":{},"sentAt":"2026-11-23T14:16:05.123Z"},
                 "joinPolicy":"approval","history":"all","ext":{"k":[1]},
                 "createdAt":"2026-11-23T14:16:05.123Z"}\
                """));
  }

  @Example
  void aDirectConversationHasNeitherNameNorOwner() {
    ConversationView view =
        new ConversationView(
            42,
            ConversationType.DIRECT,
            null,
            0,
            2,
            0,
            0,
            0,
            null,
            JoinPolicy.INVITE,
            HistoryPolicy.JOINED,
            null,
            0);
    JsonBytes json = new JsonBytes(16);
    MessageJson.write(view, json);
    JsonNode tree = JACKSON.readTree(json.toByteArray());
    assertThat(tree.get("name").isNull()).isTrue();
    assertThat(tree.get("ownerId").isNull()).isTrue();
    assertThat(tree.has("lastMessage")).isFalse();
    assertThat(tree.has("ext")).isFalse();
  }

  private static Message message(String content, long targetSeq) {
    return new Message(
        42, 7, 9, "c-1", content.getBytes(StandardCharsets.UTF_8), 1_795_443_365_123L, targetSeq);
  }
}
