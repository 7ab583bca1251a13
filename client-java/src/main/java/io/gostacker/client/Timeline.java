package io.gostacker.client;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The messages of one conversation on their way to the listener: rising `seq`, each once.
///
/// A message that comes before its predecessor waits here. Live frames never close a gap by
/// themselves; the answer to a `sync` does, because it shows what exists: what it leaves out is a
/// hole for good. Not thread-safe.
final class Timeline {
  /// At the bound the newest waiting message is let go: the `sync` that the gap causes brings it.
  static final int MOST_WAITING = 256;

  private final TreeMap<Long, Message> waiting = new TreeMap<>();
  private long cursor;
  private long askedUpTo;

  Timeline(long cursor) {
    this.cursor = cursor;
  }

  /// The last seq handed on.
  long cursor() {
    return cursor;
  }

  /// Whether a message waits for one that is missing.
  boolean gap() {
    return !waiting.isEmpty();
  }

  /// A message by itself; one that was handed on before is ignored.
  void live(Message message, Consumer<Message> out) {
    if (message.seq() <= cursor) {
      return;
    }
    waiting.put(message.seq(), message);
    if (waiting.size() > MOST_WAITING) {
      waiting.pollLastEntry();
    }
    releaseFollowing(out);
  }

  /// Remembers what waits at the moment that `sync` is asked.
  void asked() {
    askedUpTo = waiting.isEmpty() ? 0 : waiting.lastKey();
  }

  /// Everything that exists after the cursor that was asked with, up to the last of `messages`.
  void synced(List<Message> messages, Consumer<Message> out) {
    if (!messages.isEmpty()) {
      for (Message message : messages) {
        waiting.put(message.seq(), message);
      }
      releaseUpTo(messages.getLast().seq(), out);
    }
    releaseFollowing(out);
  }

  /// The answer to what was [#asked] is complete: what is still missing below does not exist.
  void settled(Consumer<Message> out) {
    releaseUpTo(askedUpTo, out);
    releaseFollowing(out);
  }

  private void releaseUpTo(long seq, Consumer<Message> out) {
    while (!waiting.isEmpty() && waiting.firstKey() <= seq) {
      release(out);
    }
  }

  private void releaseFollowing(Consumer<Message> out) {
    while (!waiting.isEmpty() && waiting.firstKey() <= cursor + 1) {
      release(out);
    }
  }

  private void release(Consumer<Message> out) {
    Message message = waiting.pollFirstEntry().getValue();
    if (message.seq() > cursor) {
      cursor = message.seq();
      out.accept(message);
    }
  }
}
