package io.gostacker.verify.load;

import io.gostacker.verify.history.Content;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the messages of a load say, and are called.
final class Texts {
  private static final String ID = "v";
  private static final int SIZES = 160;

  private Texts() {}

  static String id(int message) {
    return ID + message;
  }

  /// The number of a message by its client id; [Content#SYSTEM] when it is none of ours.
  static int message(String clientMessageId) {
    try {
      return clientMessageId.startsWith(ID)
          ? Integer.parseInt(clientMessageId, ID.length(), clientMessageId.length(), 10)
          : Content.SYSTEM;
    } catch (NumberFormatException e) {
      return Content.SYSTEM;
    }
  }

  /// Another text for each message, of 20 to 180 characters.
  static String text(int message) {
    String mark = "message " + message + " ";
    return mark + "äö✓x".repeat(1 + Math.floorMod(message * 31, SIZES / 4));
  }

  /// What a `send` frame and a POST say of it: the fields `clientMessageId` and `content`.
  static String json(int message) {
    return "\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}"
        .formatted(id(message), text(message));
  }

  static long content(int message) {
    return Content.of(message, text(message));
  }

  /// What a `message`, wherever it comes from, says.
  static long content(JsonNode message) {
    return content(message.path("clientMessageId").stringValue(null), message.path("content"));
  }

  /// See [#content(JsonNode)].
  static long content(@Nullable String clientMessageId, JsonNode content) {
    if (content.path("type").asString("").equals("system")) {
      return Content.system(
          content.path("event").asString("")
              + content.path("by").asString("")
              + content.path("userIds").toString());
    }
    return Content.of(
        message(clientMessageId == null ? "" : clientMessageId), content.path("text").asString(""));
  }
}
