package io.gostacker.gateway.frame;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The `type` of a frame from a client.
public enum ClientFrameType {
  HELLO,
  SEND,
  DELIVERED,
  READ,
  SYNC,
  TYPING,
  PING;

  private static final Map<String, ClientFrameType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ClientFrameType::wireName, Function.identity()));

  /// As it stands in the frame.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The type of a name; null for none of these.
  static @Nullable ClientFrameType of(String name) {
    return BY_NAME.get(name);
  }
}
