package io.gostacker.gateway.frame;

import io.gostacker.common.error.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client said in one frame. `ref` is repeated in the answer.
public sealed interface ClientFrame {

  /// Who one is. The frame's `deviceId` is not looked at: the token names the device.
  record Hello(@Nullable String ref, String token) implements ClientFrame {}

  /// A message, its content checked.
  record Send(@Nullable String ref, long conversationId, String clientMessageId, byte[] content)
      implements ClientFrame {}

  /// A position that moves forward; cumulative.
  record Position(@Nullable String ref, Kind kind, long conversationId, long seq)
      implements ClientFrame {
    /// Which position.
    public enum Kind {
      DELIVERED,
      READ
    }
  }

  /// A question for everything newer than the cursors.
  record Sync(@Nullable String ref, Map<Long, Long> cursors, int limit) implements ClientFrame {}

  record Typing(@Nullable String ref, long conversationId) implements ClientFrame {}

  record Ping(@Nullable String ref) implements ClientFrame {}

  /// A frame that is refused by itself; the connection stays.
  ///
  /// @param clientMessageId of a `send`, where it could be read
  record Refused(
      @Nullable String ref, @Nullable String clientMessageId, ErrorCode code, String message)
      implements ClientFrame {}

  /// Not a JSON object with a string `type`; the connection ends with 4400.
  record Malformed() implements ClientFrame {}
}
