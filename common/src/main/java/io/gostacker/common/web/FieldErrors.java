package io.gostacker.common.web;

import io.gostacker.common.error.FieldError;
import io.gostacker.common.error.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a request, so that the client hears of all of it at once. Keeps the
/// first 100.
public final class FieldErrors {
  private static final int MAX = 100;

  private final List<FieldError> errors = new ArrayList<>();

  /// Notes `message` for `field` unless it is right.
  public FieldErrors require(boolean right, String field, String message) {
    return note(field, right ? null : message);
  }

  /// Notes the flaw for `field`; null is no flaw.
  public FieldErrors note(String field, @Nullable String flaw) {
    if (flaw != null && errors.size() < MAX) {
      errors.add(new FieldError(field, flaw));
    }
    return this;
  }

  /// Refuses with `validation_failed` if anything was noted.
  public void refuse() {
    if (!errors.isEmpty()) {
      throw Refusal.invalid(errors);
    }
  }
}
