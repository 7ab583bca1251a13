package io.gostacker.client;

import java.util.HashMap;
import java.util.Map;

/// Read and delivered positions that are still to be told, and typing notices.
///
/// Thread-safe. Coalesced to the highest seq per conversation and kind, so at most three entries a
/// conversation, and kept while offline.
final class Positions {
  private final Map<Key, Long> untold = new HashMap<>();

  /// What a position says.
  enum Kind {
    READ,
    DELIVERED,
    TYPING
  }

  record Key(Kind kind, String conversationId) {}

  /// Says whether there was nothing to tell before.
  synchronized boolean put(Kind kind, String conversationId, long seq) {
    boolean first = untold.isEmpty();
    untold.merge(new Key(kind, conversationId), seq, Math::max);
    return first;
  }

  /// A typing notice is worth nothing after the moment.
  synchronized void forgetTyping() {
    untold.keySet().removeIf(key -> key.kind() == Kind.TYPING);
  }

  synchronized Map<Key, Long> drain() {
    if (untold.isEmpty()) {
      return Map.of();
    }
    Map<Key, Long> all = Map.copyOf(untold);
    untold.clear();
    return all;
  }
}
