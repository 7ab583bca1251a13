package io.gostacker.send.fanout;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.MessageJson;

/// The frames, besides `message`, that a gateway passes on as they are.
final class Frames {

  private Frames() {}

  /// @param event `created`, `updated`, `joined`, `left` or `disbanded`
  /// @param view as the receiver sees it
  static byte[] conversation(String event, ConversationView view) {
    JsonBytes json = new JsonBytes(512);
    json.raw("{\"type\":\"conversation\",\"event\":\"").raw(event);
    json.raw("\",\"conversation\":");
    MessageJson.write(view, json);
    return json.raw("}").toByteArray();
  }

  /// @param kind `delivered` or `read`
  static byte[] receipt(long conversationId, long userId, String kind, long seq) {
    JsonBytes json = new JsonBytes(128);
    json.raw("{\"type\":\"receipt\",\"conversationId\":").id(conversationId);
    json.raw(",\"userId\":").id(userId);
    json.raw(",\"kind\":\"").raw(kind);
    json.raw("\",\"seq\":").number(seq);
    return json.raw("}").toByteArray();
  }

  static byte[] typing(long conversationId, long userId) {
    JsonBytes json = new JsonBytes(96);
    json.raw("{\"type\":\"typing\",\"conversationId\":").id(conversationId);
    json.raw(",\"userId\":").id(userId);
    return json.raw("}").toByteArray();
  }
}
