package io.gostacker.gateway.frame;

import org.jspecify.annotations.Nullable;

/// The fields of frames and bodies that the gateway understands. All others are ignored.
public enum Field {
  TYPE("type"),
  REF("ref"),
  CONVERSATION_ID("conversationId"),
  SENDER_ID("senderId"),
  CLIENT_MESSAGE_ID("clientMessageId"),
  CONTENT("content"),
  SEQ("seq"),
  TOKEN("token"),
  CURSORS("cursors"),
  LIMIT("limit");

  private final String wireName;

  Field(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  static @Nullable Field named(String name) {
    return switch (name) {
      case "type" -> TYPE;
      case "ref" -> REF;
      case "conversationId" -> CONVERSATION_ID;
      case "senderId" -> SENDER_ID;
      case "clientMessageId" -> CLIENT_MESSAGE_ID;
      case "content" -> CONTENT;
      case "seq" -> SEQ;
      case "token" -> TOKEN;
      case "cursors" -> CURSORS;
      case "limit" -> LIMIT;
      default -> null;
    };
  }
}
