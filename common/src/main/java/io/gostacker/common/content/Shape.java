package io.gostacker.common.content;

import java.util.EnumSet;
import java.util.Set;
import tools.jackson.core.JsonParser;

/// What kind of value a field of the content has; as fine as the rules need it.
enum Shape {
  TEXT,
  EMPTY_TEXT,
  ZERO,
  POSITIVE,
  OBJECT,
  OTHER;

  /// The largest integer that every JSON reader keeps exactly.
  static final long MAX_INTEGER = (1L << 53) - 1;

  static final Set<Shape> ANY_TEXT = EnumSet.of(TEXT, EMPTY_TEXT);
  static final Set<Shape> COUNT = EnumSet.of(ZERO, POSITIVE);

  /// The shape of the parser's current value. Does not move the parser.
  static Shape of(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getStringLength() == 0 ? EMPTY_TEXT : TEXT;
      case VALUE_NUMBER_INT -> ofInteger(parser);
      case START_OBJECT -> OBJECT;
      default -> OTHER;
    };
  }

  private static Shape ofInteger(JsonParser parser) {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return OTHER;
    }
    long value = parser.getLongValue();
    if (value < 0 || value > MAX_INTEGER) {
      return OTHER;
    }
    return value == 0 ? ZERO : POSITIVE;
  }
}
