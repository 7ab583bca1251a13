package io.gostacker.verify.load;

import java.util.TreeSet;

/// Up to which seq a device has everything of a conversation, and what it has beyond.
final class Cursor {
  private final TreeSet<Long> beyond = new TreeSet<>();
  private long upTo;

  long upTo() {
    return upTo;
  }

  /// A message came by a frame.
  void saw(long seq) {
    if (seq > upTo) {
      beyond.add(seq);
      closeUp();
    }
  }

  /// A sync gave everything up to this one.
  void caughtUp(long seq) {
    upTo = Math.max(upTo, seq);
    closeUp();
  }

  private void closeUp() {
    while (!beyond.isEmpty() && beyond.first() <= upTo + 1) {
      upTo = Math.max(upTo, beyond.removeFirst());
    }
  }
}
