package io.gostacker.gateway.delivery;

import io.gostacker.common.transport.Delivery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SequencedMap;
import java.util.TreeMap;

/// How far one conversation has been forwarded, and what waits for a message before it.
///
/// Not thread-safe: guarded by its stripe's lock.
final class Track {
  /// Most frames of a conversation that wait; one more and they go out at once.
  static final int MAX_WAITING = 64;

  /// Most holes remembered. With more, all up to the oldest's end counts as not forwarded: a
  /// message from there gives a `resync` too many, never one too few.
  private static final int MAX_HOLES = 16;

  private final Deque<Hole> holes = new ArrayDeque<>(0);
  private final TreeMap<Long, Delivery.Frame> waiting = new TreeMap<>();
  private long first;
  private long next;
  private long lastForwarded;
  private int waits;

  Track(long seq) {
    first = seq;
    next = seq;
  }

  /// The seq that is forwarded without further thought.
  long next() {
    return next;
  }

  /// When, by [System#nanoTime], a frame was forwarded last.
  long lastForwarded() {
    return lastForwarded;
  }

  /// Frames that wait, by seq.
  SequencedMap<Long, Delivery.Frame> waiting() {
    return waiting;
  }

  /// A wait begins; answers its number.
  int beginWait() {
    return ++waits;
  }

  /// Whether the wait of that number is still the present one.
  boolean isWait(int number) {
    return waits == number;
  }

  /// Whether a seq below [#next] has been forwarded. In doubt it has not.
  boolean hasForwarded(long seq) {
    return seq >= first && holes.stream().noneMatch(hole -> hole.contains(seq));
  }

  /// `seq` is forwarded; what lies between it and [#next] is a hole.
  void forwarded(long seq, long nanoTime) {
    if (seq > next) {
      holes.addLast(new Hole(next, seq));
      if (holes.size() > MAX_HOLES) {
        first = holes.removeFirst().end;
      }
    }
    next = seq + 1;
    lastForwarded = nanoTime;
  }

  private record Hole(long start, long end) {
    boolean contains(long seq) {
      return seq >= start && seq < end;
    }
  }
}
