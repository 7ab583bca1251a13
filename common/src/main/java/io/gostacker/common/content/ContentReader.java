package io.gostacker.common.content;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.id.Ids;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads and checks one `content` while the frame or body around it is parsed, in the same pass.
///
/// Always consumes the whole value, so what follows it in the frame can still be read, and reports
/// the first thing that is wrong. Accepted content is the slice of the source that the parser went
/// over: what was stored is what was sent, byte for byte.
public final class ContentReader {

  /// Most bytes a content may have as UTF-8 JSON.
  public static final int MAX_BYTES = 16 * 1024;

  /// Deepest nesting, the content itself being the first level.
  public static final int MAX_DEPTH = 32;

  private static final String SYSTEM = "system";
  private static final List<ContentType.Required> NOTHING = List.of();

  private final JsonParser parser;
  private final Map<String, Shape> shapes = HashMap.newHashMap(8);
  private @Nullable String type;
  private Content.@Nullable Refused refused;

  private ContentReader(JsonParser parser) {
    this.parser = parser;
  }

  /// Checks the value that the parser stands on and leaves the parser at its end.
  ///
  /// @param source what the parser reads, from its first byte
  public static Content read(JsonParser parser, byte[] source) {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    ContentReader reader = new ContentReader(parser);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      reader.fields();
    } else {
      reader.refuse("", "must be an object");
      parser.skipChildren();
    }
    int end = (int) parser.currentLocation().getByteOffset();
    return reader.outcome(source, start, end);
  }

  private Content outcome(byte[] source, int start, int end) {
    if (end - start > MAX_BYTES) {
      return new Content.Refused(
          ErrorCode.PAYLOAD_TOO_LARGE, "content", "has more than " + MAX_BYTES + " bytes");
    }
    if (refused == null) {
      checkType();
    }
    if (refused != null) {
      return refused;
    }
    byte[] json = Arrays.copyOfRange(source, start, end);
    return SYSTEM.equals(type) ? new Content.SystemSaid(json) : new Content.Accepted(json);
  }

  private void fields() {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      checkText(name);
      parser.nextToken();
      if (shapes.put(name, Shape.of(parser)) != null) {
        refuse("." + name, "is given twice");
      }
      switch (name) {
        case "type" -> type();
        case "mentions" -> mentions();
        default -> value(2);
      }
    }
  }

  private void type() {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      type = parser.getString();
    }
    value(2);
  }

  /// `"all"` or an array of ids.
  private void mentions() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      boolean all =
          parser.currentToken() == JsonToken.VALUE_STRING && parser.getString().equals("all");
      if (!all) {
        refuse(".mentions", "must be \"all\" or an array of user ids");
      }
      value(2);
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean id =
          parser.currentToken() == JsonToken.VALUE_STRING
              && Ids.parse(parser.getString()) != Ids.NONE;
      if (!id) {
        refuse(".mentions", "must contain user ids, as decimal strings");
      }
      value(3);
    }
  }

  /// Goes over the current value, `depth` levels deep if it is an object or array.
  private void value(int depth) {
    switch (parser.currentToken()) {
      case VALUE_STRING -> checkText();
      case START_OBJECT, START_ARRAY -> {
        if (depth > MAX_DEPTH) {
          refuse("", "is nested more than " + MAX_DEPTH + " levels deep");
          parser.skipChildren();
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
          object(depth);
        } else {
          array(depth);
        }
      }
      default -> {}
    }
  }

  private void object(int depth) {
    Set<String> names = HashSet.newHashSet(8);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      checkText(name);
      if (!names.add(name)) {
        refuse("", "has an object in which '" + abbreviated(name) + "' is given twice");
      }
      parser.nextToken();
      value(depth + 1);
    }
  }

  private void array(int depth) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(depth + 1);
    }
  }

  private void checkText() {
    if (Surrogates.anyAlone(
        parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())) {
      refuse("", "contains half a surrogate pair, which is no Unicode text");
    }
  }

  private void checkText(String name) {
    if (Surrogates.anyAlone(name)) {
      refuse("", "contains half a surrogate pair, which is no Unicode text");
    }
  }

  private void checkType() {
    if (type == null) {
      refuse(".type", "must be a string");
      return;
    }
    ContentType known = ContentType.named(type);
    if (known == null && !type.equals(SYSTEM)) {
      refuse(".type", "is none of text, image, voice, file, custom");
      return;
    }
    for (ContentType.Required required : known == null ? NOTHING : known.required()) {
      Shape shape = shapes.get(required.field());
      if (shape == null || !required.shapes().contains(shape)) {
        refuse("." + required.field(), required.expectation());
      }
    }
    Shape replyTo = shapes.get("replyTo");
    if (replyTo != null && replyTo != Shape.POSITIVE) {
      refuse(".replyTo", "must be the seq of a message");
    }
  }

  private void refuse(String path, String message) {
    if (refused == null) {
      refused =
          new Content.Refused(ErrorCode.VALIDATION_FAILED, "content" + abbreviated(path), message);
    }
  }

  private static String abbreviated(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }
}
