package io.gostacker.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a message carries: one of the contract's content objects, unknown types included.
public record Content(@JsonValue ObjectNode json) {

  @JsonCreator
  public Content {}

  /// Plain text, any Unicode.
  public static Content text(String text) {
    return new Content(JsonNodeFactory.instance.objectNode().put("type", "text").put("text", text));
  }

  /// For example `text`, `image` or `system`; empty when there is none.
  public String type() {
    return json.path("type").asString("");
  }

  /// A member of the content as text, empty when it is absent or no scalar.
  public String field(String name) {
    JsonNode value = json.path(name);
    return value.isValueNode() && !value.isNull() ? value.asString("") : "";
  }
}
