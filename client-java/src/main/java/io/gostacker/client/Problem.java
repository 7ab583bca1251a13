package io.gostacker.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A refusal as the server put it.
///
/// @param code one of the contract's codes, for example `bad_credentials`; empty when a proxy
///   answered instead of GoStacker
/// @param detail a sentence for people
/// @param errors which fields are wrong, for `validation_failed`
/// @param retryAfter how long to wait before the next try, if the server said so
public record Problem(
    int status, String code, String detail, List<Field> errors, @Nullable Duration retryAfter) {

  /// What is wrong with one field of the request.
  public record Field(String field, String message) {}

  /// One line for people: the detail, then the fields that are wrong.
  public String summary() {
    StringBuilder line = new StringBuilder(detail.isBlank() ? code : detail);
    for (Field error : errors) {
      line.append("; ").append(error.field()).append(": ").append(error.message());
    }
    return line.isEmpty() ? "HTTP status " + status : line.toString();
  }
}
