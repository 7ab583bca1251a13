package io.gostacker.client.terminal;

import io.gostacker.client.Content;
import io.gostacker.client.Message;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.JsonNode;

/// Messages in words, safe to show.
final class Wording {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  private final Directory directory;
  private final ZoneId zone;

  Wording(Directory directory, ZoneId zone) {
    this.directory = directory;
    this.zone = zone;
  }

  /// One message, for example `12:34 bob: hello`.
  String message(Message message) {
    String time = TIME.format(message.sentAt().atZone(zone));
    Content content = message.content();
    return content.type().equals("system")
        ? time + " * " + system(content)
        : time + " " + directory.user(message.senderId()) + ": " + body(content);
  }

  private String body(Content content) {
    return switch (content.type()) {
      case "text" -> SafeText.of(content.field("text"));
      case "image" -> "[image " + SafeText.line(content.field("url")) + "]";
      case "voice" -> "[voice message " + SafeText.line(content.field("url")) + "]";
      case "file" ->
          "[file "
              + SafeText.line(content.field("name"))
              + " "
              + SafeText.line(content.field("url"))
              + "]";
      default -> "[a message that this program cannot show: " + SafeText.line(content.type()) + "]";
    };
  }

  private String system(Content content) {
    String by = directory.user(content.field("by"));
    return switch (content.field("event")) {
      case "created" -> by + " began the conversation";
      case "joined" -> users(content, by) + " joined";
      case "left" -> users(content, by) + " left";
      case "removed" -> by + " removed " + users(content, "somebody");
      case "renamed" -> by + " named it " + SafeText.line(content.field("name"));
      case "role" -> users(content, "somebody") + " is now " + SafeText.line(content.field("role"));
      case "muted" -> by + " muted " + users(content, "somebody");
      case "disbanded" -> by + " disbanded the conversation";
      default -> SafeText.line(content.field("event"));
    };
  }

  private String users(Content content, String otherwise) {
    StringBuilder names = new StringBuilder();
    int shown = 0;
    JsonNode ids = content.json().path("userIds");
    for (JsonNode id : ids) {
      if (shown++ == 5) {
        names.append(" and ").append(ids.size() - 5).append(" more");
        break;
      }
      names.append(names.isEmpty() ? "" : ", ").append(directory.user(id.asString("")));
    }
    return names.isEmpty() ? otherwise : names.toString();
  }
}
