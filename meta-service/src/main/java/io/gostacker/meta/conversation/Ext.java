package io.gostacker.meta.conversation;

import io.gostacker.common.web.FieldErrors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads `ext`, the app's own JSON object. Taken is what every database can keep: no lone
/// surrogates, no number beyond a double.
final class Ext {
  private static final int MAX_BYTES = 4096;

  private final JsonMapper mapper;

  Ext(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /// The object as UTF-8, empty for a JSON null; null when absent or, noted, not fit.
  byte @Nullable [] bytes(FieldErrors errors, @Nullable JsonNode ext) {
    if (ext == null) {
      return null;
    }
    if (ext.isNull()) {
      return new byte[] {'{', '}'};
    }
    if (!ext.isObject() || !isKeepable(ext)) {
      errors.note(
          "ext", "must be a JSON object of Unicode text and numbers that a double can hold");
      return null;
    }
    byte[] bytes = mapper.writeValueAsBytes(ext);
    errors.require(
        bytes.length <= MAX_BYTES, "ext", "may have at most " + MAX_BYTES + " bytes as JSON");
    return bytes;
  }

  private static boolean isKeepable(JsonNode node) {
    if (node.isNumber()) {
      return Double.isFinite(node.decimalValue().doubleValue());
    }
    if (node.isString()) {
      return isText(node.stringValue());
    }
    return node.propertyNames().stream().allMatch(Ext::isText)
        && node.valueStream().allMatch(Ext::isKeepable);
  }

  private static boolean isText(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
