package io.gostacker.meta.push;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.json.Rfc3339;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `PUT /conversations/{id}/notifications`.
///
/// @param mutedUntil a time, `"forever"`, or null
record MuteRequest(@Nullable JsonNode mutedUntil) {
  static final String FOREVER = "forever";

  /// Epoch milliseconds.
  ///
  /// @throws Refusal `validation_failed`
  long until() {
    if (mutedUntil == null || !(mutedUntil.isNull() || mutedUntil.isString())) {
      throw flaw();
    }
    return mutedUntil.isNull() ? Mutes.NOT : time(mutedUntil.stringValue());
  }

  private static long time(String text) {
    if (text.equals(FOREVER)) {
      return Mutes.FOR_EVER;
    }
    try {
      return Rfc3339.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw flaw();
    }
  }

  private static Refusal flaw() {
    return Refusal.invalid(
        "mutedUntil", "must be a time like 2026-11-23T14:16:05.123Z, \"forever\", or null");
  }
}
