package io.gostacker.common.web;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;

/// Says what is wrong with a JSON body: well-formed JSON of another shape is named field by field
/// (422); anything else is not JSON (400).
final class BodyProblems {
  /// Jackson's own words; it has no types of its own for these.
  private static final String DUPLICATE = "Duplicate Object property";

  private static final String TRAILING = "Trailing token";
  private static final String EMPTY = "No content to map";

  private BodyProblems() {}

  /// The refusal of well-formed JSON that the failure tells of, or null when it is about something
  /// else.
  static @Nullable Refusal wrongShape(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JacksonException json) {
        return of(json);
      }
    }
    return null;
  }

  private static @Nullable Refusal of(JacksonException failure) {
    String message = failure.getOriginalMessage();
    return switch (failure) {
      case StreamConstraintsException _ ->
          Refusal.of(
              ErrorCode.VALIDATION_FAILED,
              "The JSON nests too deeply or has too long a string, name or number");
      case StreamReadException _ when message != null && message.startsWith(DUPLICATE) ->
          Refusal.of(ErrorCode.VALIDATION_FAILED, "The JSON has the same key twice in one object");
      case MismatchedInputException _
          when message != null && (message.startsWith(TRAILING) || message.startsWith(EMPTY)) ->
          null;
      case InvalidFormatException format -> Refusal.invalid(path(failure), flaw(format));
      case MismatchedInputException mismatch -> Refusal.invalid(path(failure), flaw(mismatch));
      case DatabindException _ -> Refusal.invalid(path(failure), "is not valid");
      default -> null;
    };
  }

  private static String flaw(InvalidFormatException failure) {
    Class<?> type = failure.getTargetType();
    if (type == String.class && failure.getValue() instanceof String) {
      return "has half of a surrogate pair, which is no Unicode text";
    }
    return flaw((MismatchedInputException) failure);
  }

  private static String flaw(MismatchedInputException failure) {
    Class<?> type = failure.getTargetType();
    if (type == null) {
      return "is not valid";
    }
    if (type == String.class) {
      return "must be a string";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "must be a list";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "must be true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "must be a whole number";
    }
    return type.isEnum() ? "is not one of the known values" : "must be an object";
  }

  private static String path(JacksonException failure) {
    List<JacksonException.Reference> steps = failure.getPath();
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : steps) {
      String name = step.getPropertyName();
      if (name == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }
}
