package io.gostacker.send.shard;

import io.gostacker.common.record.LogRecord;
import io.gostacker.send.cache.CachedState;
import io.gostacker.send.cache.GroupCache;
import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.conversation.StateCodec;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/// Puts one shard's states into the group cache: those whose settings or members changed, now and
/// then, and those that leave memory. Messages and positions alone are no reason: they come again
/// and again, and the log has them.
final class CacheWrites {
  /// What a member takes at least, in bytes: tells states that are too large without writing them.
  private static final int MEMBER_BYTES = 13;

  private final GroupCache cache;
  private final ShardMemory memory;
  private final Set<Long> changed = new LinkedHashSet<>();

  CacheWrites(GroupCache cache, ShardMemory memory) {
    this.cache = cache;
    this.memory = memory;
  }

  /// Notes what a record that was just applied changed. Keeps no more than the next hundred calls
  /// of [#write] could put: a cache may miss some.
  void note(LogRecord logRecord) {
    if (cache.isOpen()
        && isChange(logRecord)
        && changed.size() < 100 * cache.settings().batchSize()) {
      changed.add(logRecord.conversationId());
    }
  }

  private static boolean isChange(LogRecord logRecord) {
    return switch (logRecord) {
      case LogRecord.ConversationCreated created -> true;
      case LogRecord.ConversationChanged change -> true;
      case LogRecord.ConversationDisbanded disbanded -> true;
      case LogRecord.MembersJoined joined -> true;
      case LogRecord.MemberLeft left -> true;
      case LogRecord.MemberChanged change -> true;
      case LogRecord.ExclusionChanged change -> true;
      case LogRecord.MessageAppended message -> false;
      case LogRecord.ReadMoved read -> false;
      case LogRecord.DeliveredMoved delivered -> false;
      case LogRecord.Unreadable unreadable -> false;
    };
  }

  /// Puts some of what changed, longest ago first.
  void write() {
    Iterator<Long> ids = changed.iterator();
    for (int left = cache.settings().batchSize(); left > 0 && ids.hasNext(); left--) {
      ConversationState state = memory.states().get(ids.next());
      ids.remove();
      if (state != null) {
        put(state);
      }
    }
  }

  /// Puts a state as it is now. It must hold all that is applied.
  void put(ConversationState state) {
    boolean small = (long) state.memberCount() * MEMBER_BYTES <= GroupCache.MAX_BYTES;
    if (cache.isOpen() && state.exists() && !memory.isBlank() && small) {
      cache.put(
          state.id(), new CachedState(memory.epoch(), memory.applied(), StateCodec.encode(state)));
    }
  }

  void clear() {
    changed.clear();
  }
}
