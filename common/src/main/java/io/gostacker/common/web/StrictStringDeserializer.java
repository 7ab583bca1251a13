package io.gostacker.common.web;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/// Takes a JSON string for a string, never a number or boolean, and refuses lone surrogates: they
/// have no UTF-8 and could not be returned as they came.
final class StrictStringDeserializer extends StdDeserializer<String> {
  private static final long serialVersionUID = 1;

  StrictStringDeserializer() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return (String) context.handleUnexpectedToken(getValueType(context), parser);
    }
    String text = parser.getString();
    if (hasLoneSurrogate(text)) {
      return (String) context.handleWeirdStringValue(String.class, text, "lone surrogate");
    }
    return text;
  }

  /// Whether the text has half of a surrogate pair.
  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!paired) {
        return true;
      }
      i++;
    }
    return false;
  }
}
