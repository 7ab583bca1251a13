package io.gostacker.common.content;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The content types that a client may send, with the fields that each must have. Other fields are
/// kept as they are.
enum ContentType {
  TEXT("text", new Required("text", Shape.ANY_TEXT, "must be a string")),
  IMAGE("image", url(), count("width"), count("height")),
  VOICE("voice", url(), count("durationMs")),
  FILE("file", url(), nonEmpty("name"), count("size")),
  CUSTOM("custom", new Required("data", EnumSet.of(Shape.OBJECT), "must be an object"));

  private final String wireName;
  private final List<Required> required;

  ContentType(String wireName, Required... required) {
    this.wireName = wireName;
    this.required = List.of(required);
  }

  /// The type with that name, null when there is none.
  static @Nullable ContentType named(String wireName) {
    for (ContentType type : values()) {
      if (type.wireName.equals(wireName)) {
        return type;
      }
    }
    return null;
  }

  List<Required> required() {
    return required;
  }

  private static Required url() {
    return nonEmpty("url");
  }

  private static Required nonEmpty(String field) {
    return new Required(field, EnumSet.of(Shape.TEXT), "must be a non-empty string");
  }

  private static Required count(String field) {
    return new Required(field, Shape.COUNT, "must be a non-negative integer");
  }

  /// A field that must be there with one of the shapes.
  record Required(String field, Set<Shape> shapes, String expectation) {}
}
