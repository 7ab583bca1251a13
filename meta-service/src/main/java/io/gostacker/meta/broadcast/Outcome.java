package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;

/// What has become of a recipient.
sealed interface Outcome {

  /// The message stands, since now or an earlier try.
  record Done() implements Outcome {}

  /// It was refused for good.
  record Refused(ErrorCode code, String message) implements Outcome {}

  /// Not known, as the broadcast does not go on here.
  record Open() implements Outcome {}
}
