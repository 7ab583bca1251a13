package io.gostacker.meta.login;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/// The wrong passwords of one name, and until when its logins are refused because of them.
///
/// @param times when the wrong passwords of the last minute were, oldest first; epoch milliseconds
/// @param delays how often logins have been refused for a while
/// @param refusedUntil epoch milliseconds; 0 for never
/// @param lastAt when the last wrong one was; 0 for never
record LoginFailures(long[] times, int delays, long refusedUntil, long lastAt) {
  static final LoginFailures NONE = new LoginFailures(new long[0], 0, 0, 0);

  private static final long WINDOW = Duration.ofMinutes(1).toMillis();

  /// Who has got nothing wrong for as long begins anew.
  static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private static final long MAX_DELAY = Duration.ofMinutes(15).toMillis();

  /// After one more wrong password.
  ///
  /// @param allowed wrong ones in a minute that lead to no delay
  LoginFailures another(long now, int allowed) {
    boolean fresh = now - lastAt >= FORGOTTEN_AFTER.toMillis();
    long[] recent = fresh ? new long[0] : within(now);
    long[] more = Arrays.copyOf(recent, recent.length + 1);
    more[recent.length] = now;
    int before = fresh ? 0 : delays;
    if (!fresh && refusedUntil > now) {
      return new LoginFailures(last(more, allowed), before, refusedUntil, now); // at the same time
    }
    if (before > 0) {
      long delay = Math.min(MAX_DELAY, WINDOW << Math.min(before, 10));
      return new LoginFailures(last(more, allowed), before + 1, now + delay, now);
    }
    if (more.length < allowed) {
      return new LoginFailures(more, 0, 0, now);
    }
    long[] counted = last(more, allowed);
    return new LoginFailures(counted, 1, counted[0] + WINDOW, now);
  }

  private long[] within(long now) {
    return Arrays.stream(times).filter(time -> now - time < WINDOW).toArray();
  }

  private static long[] last(long[] times, int count) {
    return Arrays.copyOfRange(times, Math.max(0, times.length - count), times.length);
  }

  byte[] timesAsBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(times.length * Long.BYTES);
    bytes.asLongBuffer().put(times);
    return bytes.array();
  }

  static long[] times(byte[] bytes) {
    long[] times = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(times);
    return times;
  }
}
