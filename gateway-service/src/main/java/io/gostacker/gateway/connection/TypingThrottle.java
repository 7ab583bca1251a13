package io.gostacker.gateway.connection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Lets `typing` through once in a while per conversation of one connection.
///
/// Bounded: the conversation typed in longest ago is forgotten, which lets its next `typing`
/// through.
final class TypingThrottle {
  static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int MAX_CONVERSATIONS = 64;

  private final LongSupplier nanoTime;
  private final Map<Long, Long> last =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MAX_CONVERSATIONS;
        }
      };

  TypingThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// Whether this one goes on.
  boolean admits(long conversationId) {
    long now = nanoTime.getAsLong();
    @Nullable Long before = last.get(conversationId);
    if (before != null && now - before < PAUSE.toNanos()) {
      return false;
    }
    last.remove(conversationId);
    last.put(conversationId, now);
    return true;
  }
}
