package io.gostacker.standalone.document;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON schemas of a document, read strictly: an answer may have no member that the document
/// does not name.
final class Schemas {
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final JsonNode components;
  private final Map<JsonNode, com.networknt.schema.Schema> compiled = new ConcurrentHashMap<>();

  /// @param document whose `components` the schemas point into
  Schemas(JsonNode document) {
    this.components = closed(document.required("components").deepCopy());
  }

  /// What is wrong with a value; empty when nothing is.
  List<Error> complaints(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value);
  }

  private com.networknt.schema.Schema compile(JsonNode schema) {
    ObjectNode whole = (ObjectNode) closed(schema.deepCopy());
    whole.set("components", components);
    return registry.getSchema(whole);
  }

  private static JsonNode closed(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asString("").equals("object")
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Schemas::closed);
    return node;
  }
}
