package io.gostacker.send.shard;

import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.MembersJoined;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Which conversations users joined by records that may not be in MySQL yet. Together with MySQL,
/// asked after this, it names every conversation that a user may be in; whether the user is a
/// member there is for the conversation's state to say. Thread-safe; bounded by the tails.
final class JoinOverlay {
  private final Map<Long, Map<Long, Integer>> joins = new ConcurrentHashMap<>();
  private final Set<Integer> incomplete = ConcurrentHashMap.newKeySet();
  private final AtomicLong losses = new AtomicLong();

  /// A shard's records are not here, or no longer: it has yet to apply its log.
  void incomplete(int shard) {
    incomplete.add(shard);
    losses.incrementAndGet();
  }

  /// A shard has applied its log up to the head.
  void complete(int shard) {
    incomplete.remove(shard);
  }

  /// The shards whose records may be missing.
  Set<Integer> incomplete() {
    return Set.copyOf(incomplete);
  }

  /// Rises whenever a shard's records go: what was found before and after the same count was found
  /// in one piece.
  long losses() {
    return losses.get();
  }

  /// Conversations that the user joined lately.
  Set<Long> of(long userId) {
    Set<Long> found = new HashSet<>();
    joins.computeIfPresent(
        userId,
        (user, counts) -> {
          found.addAll(counts.keySet());
          return counts;
        });
    return found;
  }

  /// @param sign 1 when the record comes into a tail, -1 when it leaves
  void count(LogRecord logRecord, int sign) {
    long[] userIds =
        switch (logRecord) {
          case ConversationCreated created -> created.members();
          case MembersJoined joined -> joined.userIds();
          default -> new long[0];
        };
    for (long userId : userIds) {
      joins.compute(
          userId,
          (user, counts) -> {
            Map<Long, Integer> changed = counts == null ? new HashMap<>(2) : counts;
            changed.merge(
                logRecord.conversationId(),
                sign,
                (before, change) -> before + change == 0 ? null : before + change);
            return changed.isEmpty() ? null : changed;
          });
    }
  }
}
