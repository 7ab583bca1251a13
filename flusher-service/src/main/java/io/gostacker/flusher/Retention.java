package io.gostacker.flusher;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Up to which offset a shard's log may be trimmed: what was flushed a while ago. Measured from
/// when this flusher knew it flushed, by a clock that only runs forward, so an entry is at least
/// that old.
///
/// Holds a mark a second, so `retention` seconds + 1 at most.
final class Retention {
  private static final long GRAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private record Mark(long offset, long at) {}

  private final long nanos;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long due;

  Retention(Duration retention) {
    this.nanos = retention.toNanos();
  }

  /// Notes what is flushed now; to be told again and again.
  void flushed(long offset, long now) {
    Mark last = marks.peekLast();
    boolean news = last == null ? offset > due : offset > last.offset();
    if (news && (last == null || now - last.at() >= Math.min(nanos, GRAIN_NANOS))) {
      marks.addLast(new Mark(offset, now));
    }
  }

  /// The highest offset that need not be retained; 0 when there is none yet.
  long due(long now) {
    Mark first = marks.peekFirst();
    while (first != null && now - first.at() >= nanos) {
      due = first.offset();
      marks.removeFirst();
      first = marks.peekFirst();
    }
    return due;
  }
}
