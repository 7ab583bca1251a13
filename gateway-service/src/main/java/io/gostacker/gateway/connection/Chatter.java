package io.gostacker.gateway.connection;

import io.gostacker.gateway.frame.ClientFrame;
import java.util.function.LongSupplier;

/// Counts the frames of one connection that carry no message, position or sync: pings, `hello`,
/// `typing`, and what is refused. Nobody needs many of them, and each is answered or looked at.
final class Chatter {
  private static final long SECOND_NANOS = 1_000_000_000;

  private final int limit;
  private final LongSupplier nanoTime;
  private long began;
  private int count;

  /// @param limit of frames in a second
  Chatter(int limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  static boolean is(ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.Ping _,
          ClientFrame.Hello _,
          ClientFrame.Typing _,
          ClientFrame.Refused _,
          ClientFrame.Malformed _ ->
          true;
      case ClientFrame.Send _, ClientFrame.Position _, ClientFrame.Sync _ -> false;
    };
  }

  /// Whether one more is within the limit.
  boolean admits() {
    long now = nanoTime.getAsLong();
    if (now - began >= SECOND_NANOS) {
      began = now;
      count = 0;
    }
    return ++count <= limit;
  }
}
