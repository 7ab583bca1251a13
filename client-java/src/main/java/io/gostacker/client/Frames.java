package io.gostacker.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Frames as JSON text, and back.
final class Frames {
  private static final JsonMapper JSON = HttpApi.JSON;
  private static final int SYNC_LIMIT = 200;

  private Frames() {}

  /// What the text says; anything that is not understood is [Frame.Other].
  static Frame parse(String text) {
    try {
      return parse(JSON.readTree(text));
    } catch (JacksonException | NullPointerException e) {
      return new Frame.Other();
    }
  }

  private static Frame parse(JsonNode json) {
    return switch (text(json, "type")) {
      case "welcome" -> new Frame.Welcome(json.path("heartbeatSeconds").asLong(0));
      case "sent" -> value(json, Frame.Sent.class);
      case "message" -> new Frame.Live(value(json, Message.class));
      case "synced" -> synced(json);
      case "receipt" -> value(json, Frame.Receipt.class);
      case "typing" -> value(json, Frame.Typing.class);
      case "conversation" ->
          new Frame.Changed(
              text(json, "event"), value(json.path("conversation"), Conversation.class));
      case "resync" -> new Frame.Resync();
      case "goodbye" -> new Frame.Goodbye(json.path("reconnectAfterMs").asLong(0));
      case "error" ->
          new Frame.Failure(
              text(json, "ref"),
              text(json, "clientMessageId"),
              text(json, "code"),
              text(json, "message"),
              json.path("retryAfterMs").asLong(0));
      default -> new Frame.Other();
    };
  }

  private static Frame synced(JsonNode json) {
    List<Frame.Synced.Part> parts = new ArrayList<>();
    for (JsonNode part : json.path("conversations")) {
      parts.add(value(part, Frame.Synced.Part.class));
    }
    List<String> gone = new ArrayList<>();
    json.path("gone").forEach(id -> gone.add(id.asString("")));
    return new Frame.Synced(text(json, "ref"), parts, gone, json.path("more").asBoolean(false));
  }

  private static <T> T value(JsonNode json, Class<T> type) {
    return Objects.requireNonNull(JSON.treeToValue(json, type));
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asString("");
  }

  static String hello(String token, String deviceId) {
    ObjectNode frame = frame("hello").put("token", token).put("deviceId", deviceId);
    frame.putObject("client").put("name", "gostacker-java").put("version", "1");
    return frame.toString();
  }

  static String send(Outbox.Entry entry) {
    return frame("send")
        .put("ref", entry.clientMessageId)
        .put("conversationId", entry.conversationId)
        .put("clientMessageId", entry.clientMessageId)
        .set("content", entry.content.json())
        .toString();
  }

  static String sync(String ref, Map<String, Long> cursors) {
    ObjectNode frame = frame("sync").put("ref", ref).put("limit", SYNC_LIMIT);
    ObjectNode object = frame.putObject("cursors");
    cursors.forEach(object::put);
    return frame.toString();
  }

  static String position(Positions.Key key, long seq) {
    ObjectNode frame =
        switch (key.kind()) {
          case READ -> frame("read").put("seq", seq);
          case DELIVERED -> frame("delivered").put("seq", seq);
          case TYPING -> frame("typing");
        };
    return frame.put("conversationId", key.conversationId()).toString();
  }

  static String ping() {
    return frame("ping").toString();
  }

  private static ObjectNode frame(String type) {
    return JSON.createObjectNode().put("type", type);
  }
}
