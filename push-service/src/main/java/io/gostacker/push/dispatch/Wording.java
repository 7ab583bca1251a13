package io.gostacker.push.dispatch;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a notification says of a message.
final class Wording {
  /// Characters that are shown at most; devices show fewer.
  private static final int MAX_TEXT = 400;

  private static final String UNKNOWN = "New message";
  private static final JsonMapper JSON = new JsonMapper();

  private Wording() {}

  /// Who it is from, or where.
  static String title(Due.Shown shown) {
    String sender = shown.sender() == null ? "" : shown.sender();
    String name = shown.conversation();
    if (shown.isDirect() || name == null || name.isEmpty()) {
      return sender.isEmpty() ? UNKNOWN : sender;
    }
    return name;
  }

  /// The message in a line, in groups with who sent it.
  static String body(Due.Shown shown) {
    String line = line(shown.content());
    boolean named = !shown.isDirect() && shown.sender() != null && shown.conversation() != null;
    return named ? shown.sender() + ": " + line : line;
  }

  private static String line(byte[] content) {
    JsonNode node;
    try {
      node = JSON.readTree(new String(content, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return UNKNOWN;
    }
    return switch (node.path("type").asString("")) {
      case "text" -> shortened(node.path("text").asString(""));
      case "image" -> "Image";
      case "voice" -> "Voice message";
      case "file" -> "File: " + shortened(node.path("name").asString(""));
      default -> UNKNOWN;
    };
  }

  private static String shortened(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return text.substring(0, end) + "…";
  }
}
