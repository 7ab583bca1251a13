package io.gostacker.common.json;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.Message;
import java.util.Locale;

/// The JSON of messages and conversations, the same in frames and REST answers.
public final class MessageJson {

  private MessageJson() {}

  /// The members of `message` without the braces, so that a frame can put its `type` before them.
  public static void writeFields(Message message, JsonBytes json) {
    json.raw("\"conversationId\":").id(message.conversationId());
    json.raw(",\"seq\":").number(message.seq());
    json.raw(",\"senderId\":").id(message.senderId());
    json.raw(",\"clientMessageId\":\"").raw(message.clientMessageId());
    json.raw("\",\"content\":").raw(message.content());
    json.raw(",\"sentAt\":").time(message.sentAt());
    if (message.targetSeq() != 0) {
      json.raw(",\"targetSeq\":").number(message.targetSeq());
    }
  }

  /// `message` as an object.
  public static void write(Message message, JsonBytes json) {
    json.raw("{");
    writeFields(message, json);
    json.raw("}");
  }

  /// The `message` frame.
  public static byte[] frame(Message message) {
    JsonBytes json = new JsonBytes(message.content().length + 224);
    json.raw("{\"type\":\"message\",");
    writeFields(message, json);
    return json.raw("}").toByteArray();
  }

  /// `conversation` as an object.
  public static void write(ConversationView view, JsonBytes json) {
    json.raw("{\"conversationId\":").id(view.conversationId());
    json.raw(",\"type\":\"").raw(lower(view.type())).raw("\",\"name\":");
    String name = view.name();
    if (name == null) {
      json.raw("null");
    } else {
      json.string(name);
    }
    json.raw(",\"ownerId\":");
    if (view.ownerId() == 0) {
      json.raw("null");
    } else {
      json.id(view.ownerId());
    }
    json.raw(",\"memberCount\":").number(view.memberCount());
    json.raw(",\"lastSeq\":").number(view.lastSeq());
    json.raw(",\"readSeq\":").number(view.readSeq());
    json.raw(",\"unread\":").number(view.unread());
    Message last = view.lastMessage();
    if (last != null) {
      json.raw(",\"lastMessage\":");
      write(last, json);
    }
    json.raw(",\"joinPolicy\":\"").raw(lower(view.joinPolicy()));
    json.raw("\",\"history\":\"").raw(lower(view.history())).raw("\"");
    byte[] ext = view.ext();
    if (ext != null) {
      json.raw(",\"ext\":").raw(ext);
    }
    json.raw(",\"createdAt\":").time(view.createdAt()).raw("}");
  }

  /// The name that an enum constant has on the wire.
  public static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
