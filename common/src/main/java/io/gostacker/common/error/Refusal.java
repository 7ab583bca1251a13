package io.gostacker.common.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expected failure on its way to the client. Carries no stack trace: it says something about
/// the request, not about the code.
@SuppressWarnings("serial") // never serialized; the list is immutable
public final class Refusal extends RuntimeException {
  private final ErrorCode code;
  private final List<FieldError> errors;
  private final @Nullable Duration retryAfter;

  private Refusal(
      ErrorCode code, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
    super(detail, null, false, false);
    this.code = code;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  /// A refusal with a sentence for the developer at the other end.
  public static Refusal of(ErrorCode code, String detail) {
    return new Refusal(code, detail, List.of(), null);
  }

  /// `validation_failed` because of one field.
  public static Refusal invalid(String field, String message) {
    return invalid(List.of(new FieldError(field, message)));
  }

  /// `validation_failed` because of several fields, at least one.
  public static Refusal invalid(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    return new Refusal(
        ErrorCode.VALIDATION_FAILED, first.field() + ": " + first.message(), errors, null);
  }

  /// `rate_limited` or `overloaded` with the time after which a retry makes sense.
  public static Refusal retryAfter(ErrorCode code, String detail, Duration retryAfter) {
    return new Refusal(code, detail, List.of(), retryAfter);
  }

  public ErrorCode code() {
    return code;
  }

  /// The sentence of [#of], never null.
  public String detail() {
    String message = getMessage();
    return message == null ? code.title() : message;
  }

  /// Field errors; empty unless the code is `validation_failed`.
  public List<FieldError> errors() {
    return errors;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
