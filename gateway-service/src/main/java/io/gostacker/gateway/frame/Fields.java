package io.gostacker.gateway.frame;

import io.gostacker.common.content.Content;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.FieldError;
import io.gostacker.common.error.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one frame or request body said: each known field's value, or what is wrong with it.
///
/// Problems are kept by field, so that only those of fields that the frame's type has matter, and
/// so that `ref` and `clientMessageId` can be repeated whatever else is wrong.
public final class Fields {
  private static final int COUNT = Field.values().length;

  private final @Nullable Object[] values = new @Nullable Object[COUNT];
  private final @Nullable String[] problems = new @Nullable String[COUNT];
  private @Nullable String broken;

  void put(Field field, Object value) {
    values[field.ordinal()] = value;
  }

  void problem(Field field, String message) {
    problems[field.ordinal()] = message;
  }

  boolean isSeen(Field field) {
    return values[field.ordinal()] != null || problems[field.ordinal()] != null;
  }

  /// Reading stopped before the end, because of a bound.
  void broken(String message) {
    broken = message;
  }

  @Nullable String broken() {
    return broken;
  }

  /// The text of a field; null when it is absent or has a problem.
  @Nullable String text(Field field) {
    return problems[field.ordinal()] == null ? (String) values[field.ordinal()] : null;
  }

  /// Begins to take the fields that a frame or body needs.
  public Taking take() {
    return new Taking();
  }

  /// Takes fields one after the other and remembers what is wrong; ask [#refusal] before the values
  /// are used.
  public final class Taking {
    private final List<FieldError> errors = new ArrayList<>(0);
    private @Nullable ErrorCode tooLarge;

    private Taking() {
      if (broken != null) {
        errors.add(new FieldError("json", broken));
      }
    }

    /// A required text, empty when it is missing or wrong.
    public String text(Field field) {
      return take(field, true) instanceof String text ? text : "";
    }

    /// A required number, 0 when it is missing or wrong.
    public long number(Field field) {
      return take(field, true) instanceof Long number ? number : 0;
    }

    /// An optional number.
    public long number(Field field, long absent) {
      return take(field, false) instanceof Long number ? number : absent;
    }

    /// The required content of a user's message, empty when it is missing or wrong.
    public byte[] content() {
      return switch (anyContent()) {
        case Content.Accepted(byte[] json) -> json;
        case Content.SystemSaid _ -> {
          errors.add(new FieldError("content.type", "'system' is said by the server only"));
          yield new byte[0];
        }
        case Content.Refused _ -> new byte[0];
      };
    }

    /// The required content, `system` included; what is missing or wrong is remembered.
    public Content anyContent() {
      Object value = take(Field.CONTENT, true);
      if (!(value instanceof Content content)) {
        return new Content.Refused(ErrorCode.VALIDATION_FAILED, "content", "is missing");
      }
      if (content instanceof Content.Refused(ErrorCode code, String field, String message)) {
        if (code == ErrorCode.PAYLOAD_TOO_LARGE) {
          tooLarge = code;
        }
        errors.add(new FieldError(field, message));
      }
      return content;
    }

    /// The required cursors, empty when they are missing or wrong.
    @SuppressWarnings("unchecked") // FieldReader puts nothing else there
    public Map<Long, Long> cursors() {
      return take(Field.CURSORS, true) instanceof Map<?, ?> map ? (Map<Long, Long>) map : Map.of();
    }

    /// The optional `ref`, null when it is absent or wrong.
    @Nullable String ref() {
      return take(Field.REF, false) instanceof String text ? text : null;
    }

    /// Adds what the taker found wrong with a value.
    public void wrong(Field field, String message) {
      errors.add(new FieldError(field.wireName(), message));
    }

    /// What was wrong with any of the fields taken, or null.
    public @Nullable Refusal refusal() {
      if (errors.isEmpty()) {
        return null;
      }
      Refusal invalid = Refusal.invalid(errors);
      return tooLarge == null ? invalid : Refusal.of(tooLarge, invalid.detail());
    }

    private @Nullable Object take(Field field, boolean required) {
      String problem = problems[field.ordinal()];
      Object value = values[field.ordinal()];
      if (problem == null && value == null && required && broken == null) {
        problem = "is missing";
      }
      if (problem != null) {
        errors.add(new FieldError(field.wireName(), problem));
        return null;
      }
      return value;
    }
  }
}
