package io.gostacker.common.content;

import io.gostacker.common.error.ErrorCode;

/// The outcome of a content check.
public sealed interface Content {

  /// Fit to be stored.
  ///
  /// @param json the object exactly as the client wrote it, at most [ContentReader#MAX_BYTES]
  record Accepted(byte[] json) implements Content {}

  /// Of type `system`: fit to be stored when the app's back end says it, and nobody else.
  ///
  /// @param json as in [Accepted]
  record SystemSaid(byte[] json) implements Content {}

  /// Not fit.
  ///
  /// @param field path of what is wrong, beginning with `content`
  record Refused(ErrorCode code, String field, String message) implements Content {}
}
