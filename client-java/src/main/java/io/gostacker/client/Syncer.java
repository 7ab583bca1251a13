package io.gostacker.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When to ask `sync`, one at a time, on one connection. Not thread-safe.
final class Syncer {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration MOST_RETRY = Duration.ofSeconds(30);

  private boolean wanted;
  private @Nullable String underWay;
  private long answerBy = Ticker.NEVER;
  private long notBefore;
  private int asked;
  private int failures;

  /// A `sync` is needed; when one is under way another follows it.
  void want() {
    wanted = true;
  }

  boolean due(long now) {
    return wanted && underWay == null && now >= notBefore;
  }

  /// One is being asked; answers its `ref`.
  String begin(long answerBy) {
    wanted = false;
    this.answerBy = answerBy;
    String ref = "sync-" + ++asked;
    underWay = ref;
    return ref;
  }

  /// Whether `ref` is that of the one under way, which has thereby ended.
  boolean ended(String ref) {
    if (!ref.equals(underWay)) {
      return false;
    }
    underWay = null;
    answerBy = Ticker.NEVER;
    return true;
  }

  void succeeded() {
    failures = 0;
  }

  /// Refused: ask again after `retryAfterMs`, or a growing while when the server said none.
  void failed(long now, long retryAfterMs) {
    long own = Math.min(MOST_RETRY.toMillis(), FIRST_RETRY.toMillis() << Math.min(failures++, 10));
    notBefore = now + Math.max(retryAfterMs, own);
    wanted = true;
  }

  boolean overdue(long now) {
    return now >= answerBy;
  }

  /// When this is to be looked at next.
  long deadline() {
    if (underWay != null) {
      return answerBy;
    }
    return wanted ? notBefore : Ticker.NEVER;
  }
}
