package io.gostacker.meta.webhook;

import io.gostacker.common.event.Event;
import io.gostacker.common.json.JsonBytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An event on its way to a webhook.
///
/// @param lane what it is in order within: its conversation, or else its user
/// @param body the JSON that is sent
record Told(long id, String type, String lane, byte[] body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Told of(long id, Event event) {
    JsonBytes json = new JsonBytes(event.json().length + 32);
    event.write(id, json);
    byte[] body = json.toByteArray();
    JsonNode read = JSON.readTree(body);
    String conversation =
        read.path("message")
            .path("conversationId")
            .asString(read.path("conversationId").asString(""));
    String lane = conversation.isEmpty() ? "u" + read.path("userId").asString("") : conversation;
    return new Told(id, read.path("type").asString(""), lane, body);
  }
}
