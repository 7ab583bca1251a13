package io.gostacker.send.read;

import io.gostacker.send.shard.ShardReads;
import io.gostacker.send.shard.ShardReads.InMemory;
import io.gostacker.send.store.UserConversations;
import io.gostacker.send.store.UserConversations.Activity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The conversations that a user may be in, with what happened last in each. A superset: who has
/// left is in it until that is flushed, so each conversation's state has the last word.
final class Candidates {
  private final ShardReads shards;
  private final UserConversations stored;

  Candidates(ShardReads shards, UserConversations stored) {
    this.shards = shards;
    this.stored = stored;
  }

  List<Candidate> of(long userId) {
    Set<Long> ids =
        new TreeSet<>(shards.lateJoins(userId)); // before MySQL: what leaves it is there
    ids.addAll(stored.of(userId));
    Map<Long, InMemory> inMemory = shards.inMemory(ids);
    Map<Long, Activity> activities = new HashMap<>();
    stored.activity(List.copyOf(ids)).forEach(one -> activities.put(one.conversationId(), one));
    List<Candidate> candidates = new ArrayList<>(ids.size());
    for (long id : ids) {
      candidates.add(merge(id, inMemory.get(id), activities.get(id)));
    }
    return candidates;
  }

  private static Candidate merge(long id, @Nullable InMemory memory, @Nullable Activity stored) {
    long lastSeq = stored == null ? 0 : stored.lastSeq();
    long activity = stored == null ? 0 : stored.at();
    if (memory == null) {
      return new Candidate(id, lastSeq, activity, false);
    }
    return new Candidate(
        id,
        Math.max(lastSeq, memory.lastSeq()),
        Math.max(activity, memory.lastActivity()),
        memory.unflushed());
  }

  /// @param activity epoch milliseconds
  /// @param unflushed whether the membership itself may have changed since MySQL was told
  record Candidate(long conversationId, long lastSeq, long activity, boolean unflushed) {}
}
