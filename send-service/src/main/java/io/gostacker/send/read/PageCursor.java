package io.gostacker.send.read;

import io.gostacker.common.error.Refusal;
import io.gostacker.send.read.Candidates.Candidate;
import java.nio.ByteBuffer;
import java.util.Base64;

/// Where a page of conversations ended. Opaque to clients.
///
/// @param activity epoch milliseconds of the last conversation of the page
record PageCursor(long activity, long conversationId) {

  static String of(Candidate last) {
    byte[] bytes =
        ByteBuffer.allocate(16).putLong(last.activity()).putLong(last.conversationId()).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// @throws Refusal `validation_failed` if the text is no such cursor
  static PageCursor parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == 16) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new PageCursor(buffer.getLong(), buffer.getLong());
      }
    } catch (IllegalArgumentException e) {
      // no Base64: as below
    }
    throw Refusal.invalid("cursor", "must be the nextCursor of the page before");
  }

  /// Whether the page that begins here has this conversation on it or later.
  boolean isBefore(Candidate candidate) {
    return candidate.activity() < activity
        || (candidate.activity() == activity && candidate.conversationId() < conversationId);
  }
}
