package io.gostacker.gateway.frame;

import io.gostacker.common.content.ContentReader;
import io.gostacker.common.content.Surrogates;
import io.gostacker.common.id.Ids;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads frames and request bodies from bytes, in one pass and in whatever order their fields come.
///
/// Bounds: the caller's on the number of bytes, [ContentReader]'s on the content, Jackson's on
/// nesting, names and numbers elsewhere. Valid UTF-8 is the caller's to check.
public final class FieldReader {
  private static final int MAX_REF = 64;
  private static final int MAX_TOKEN = 8192;
  private static final long MAX_INTEGER = (1L << 53) - 1;
  private static final String INTEGER = "must be an integer from 0 to 2^53 - 1";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200)
                  .maxNumberLength(400)
                  .maxNameLength(ContentReader.MAX_BYTES)
                  .build())
          .build();

  private final byte[] source;
  private final JsonParser parser;
  private final Fields fields = new Fields();

  private FieldReader(byte[] source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /// The known fields of one JSON object.
  ///
  /// @throws MalformedJsonException if the bytes are anything else
  public static Fields read(byte[] source) throws MalformedJsonException {
    try {
      return parse(source);
    } catch (JacksonException e) {
      byte[] mended = LoneSurrogates.mend(source);
      if (mended == null) {
        throw new MalformedJsonException();
      }
      return readMended(mended);
    }
  }

  private static Fields readMended(byte[] source) throws MalformedJsonException {
    try {
      Fields fields = parse(source);
      fields.broken("a name contains half a surrogate pair, which is no Unicode text");
      return fields;
    } catch (JacksonException e) {
      throw new MalformedJsonException();
    }
  }

  private static Fields parse(byte[] source) throws MalformedJsonException {
    try (JsonParser parser =
        JSON.createParser(ObjectReadContext.empty(), source, 0, source.length)) {
      return new FieldReader(source, parser).read();
    }
  }

  private Fields read() throws MalformedJsonException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedJsonException();
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        Field field = Field.named(name);
        if (field == null) {
          parser.skipChildren();
        } else {
          field(field);
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new MalformedJsonException();
      }
    } catch (StreamConstraintsException e) {
      fields.broken("nested too deeply, or a name or number is too long");
    }
    return fields;
  }

  private void field(Field field) {
    boolean twice = fields.isSeen(field);
    switch (field) {
      case TYPE -> type();
      case REF -> text(field, MAX_REF);
      case TOKEN -> text(field, MAX_TOKEN);
      case CLIENT_MESSAGE_ID -> clientMessageId();
      case CONVERSATION_ID, SENDER_ID -> id(field);
      case SEQ, LIMIT -> integer(field);
      case CURSORS -> cursors();
      case CONTENT -> fields.put(field, ContentReader.read(parser, source));
    }
    if (twice) {
      fields.problem(field, "is given twice");
    }
  }

  /// Any string: one that is no type of ours is still a type.
  private void type() {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      fields.put(Field.TYPE, parser.getString());
    } else {
      parser.skipChildren();
    }
  }

  private void text(Field field, int maxLength) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      wrong(field, "must be a string");
    } else if (parser.getStringLength() > maxLength) {
      fields.problem(field, "has more than " + maxLength + " characters");
    } else if (Surrogates.anyAlone(parser.getString())) {
      fields.problem(field, "contains half a surrogate pair, which is no Unicode text");
    } else {
      fields.put(field, parser.getString());
    }
  }

  private void clientMessageId() {
    if (parser.currentToken() == JsonToken.VALUE_STRING && Ids.isClientId(parser.getString())) {
      fields.put(Field.CLIENT_MESSAGE_ID, parser.getString());
    } else {
      wrong(Field.CLIENT_MESSAGE_ID, "must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -");
    }
  }

  private void id(Field field) {
    long id =
        parser.currentToken() == JsonToken.VALUE_STRING ? Ids.parse(parser.getString()) : Ids.NONE;
    if (id != Ids.NONE) {
      fields.put(field, id);
    } else {
      wrong(field, "must be an id, as a decimal string");
    }
  }

  private void integer(Field field) {
    long value = integer();
    if (value >= 0) {
      fields.put(field, value);
    } else {
      wrong(field, INTEGER);
    }
  }

  private void cursors() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      wrong(Field.CURSORS, "must be an object: conversationId → last seq seen");
      return;
    }
    Map<Long, Long> cursors = new HashMap<>();
    fields.put(Field.CURSORS, cursors);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      long id = Ids.parse(name);
      long seq = integer();
      if (id == Ids.NONE) {
        wrong(Field.CURSORS, "has a key that is no conversation id");
      } else if (seq < 0) {
        wrong(Field.CURSORS, "has a value that is no seq: each " + INTEGER);
      } else if (cursors.put(id, seq) != null) {
        fields.problem(Field.CURSORS, "names a conversation twice");
      }
    }
  }

  /// The current value when it is an integer from 0 to 2^53 - 1, else -1.
  private long integer() {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return -1;
    }
    long value = parser.getLongValue();
    return value > MAX_INTEGER ? -1 : value;
  }

  private void wrong(Field field, String message) {
    fields.problem(field, message);
    parser.skipChildren();
  }
}
