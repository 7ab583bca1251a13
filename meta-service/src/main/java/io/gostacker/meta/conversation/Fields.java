package io.gostacker.meta.conversation;

import io.gostacker.common.id.Ids;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.web.FieldErrors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads values of requests that several of them have.
final class Fields {
  /// Ids taken in one request, whatever the conversation holds.
  static final int MAX_IDS = 100_000;

  private Fields() {}

  /// The constant that the text names on the wire; null, and noted, when it names none of them. An
  /// absent text is null too.
  @SafeVarargs
  static <E extends Enum<E>> @Nullable E oneOf(
      FieldErrors errors, String field, @Nullable String text, E... known) {
    if (text == null) {
      return null;
    }
    for (E constant : known) {
      if (MessageJson.lower(constant).equals(text)) {
        return constant;
      }
    }
    errors.note(
        field,
        Arrays.stream(known)
            .map(constant -> '"' + MessageJson.lower(constant) + '"')
            .collect(Collectors.joining(", ", "must be one of ", "")));
    return null;
  }

  /// The ids in the order of the list; what is none is noted and left out.
  static long[] ids(
      FieldErrors errors, String field, @Nullable List<@Nullable String> texts, int max) {
    if (texts == null) {
      errors.note(field, "is needed: a list of user ids");
      return new long[0];
    }
    if (texts.size() > max) {
      errors.note(field, "may have at most " + max + " ids");
      return new long[0];
    }
    long[] ids = new long[texts.size()];
    for (int i = 0; i < ids.length; i++) {
      String text = texts.get(i);
      ids[i] = text == null ? Ids.NONE : Ids.parse(text);
      errors.require(
          ids[i] != Ids.NONE, field + "[" + i + "]", "must be a user id, a decimal string");
    }
    return ids;
  }
}
