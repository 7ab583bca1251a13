package io.gostacker.send.shard;

import io.gostacker.common.record.LogRecord;
import io.gostacker.common.shardlog.LogEntry;
import io.gostacker.common.shardlog.LogStep;
import io.gostacker.common.shardlog.Position;
import io.gostacker.send.cache.CachedState;
import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.conversation.StateCodec;
import io.gostacker.send.shard.LoadedStates.Loading;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes states of what the group cache has, and of the log's entries after it. A state is only
/// made if every one of those entries is at hand, chained to the next; whatever is doubtful is left
/// to MySQL.
final class CacheLoads {
  private static final Logger log = LoggerFactory.getLogger(CacheLoads.class);

  /// How many entries are read back from the log at most; a state that is older is for MySQL.
  private static final int READ_ENTRIES = 200;

  private final Shard shard;
  private final ShardMemory memory;

  CacheLoads(Shard shard) {
    this.shard = shard;
    this.memory = shard.memory();
  }

  /// Whether the cache can be asked now: not before the log was followed to its head, when it is
  /// not known yet what is valid.
  boolean isUseful() {
    return shard.phase() == Phase.READY && shard.parts().groupCache().isOpen() && !memory.isBlank();
  }

  /// Hands over the state, or null when the cache has none that is worth something; nothing when
  /// the load was given up.
  void load(long conversationId, Loading load, Consumer<@Nullable ConversationState> then) {
    shard.whenDone(
        () -> shard.parts().groupCache().get(conversationId),
        (found, failure) -> {
          CachedState cached = found == null ? null : found.orElse(null);
          if (isGivenUp(conversationId, load)) {
            return;
          }
          if (cached == null || !isOfThisLog(cached)) {
            then.accept(null);
          } else if (cached.position().offset() >= load.floor()) {
            then.accept(assembled(conversationId, cached, cached.position(), List.of()));
          } else {
            readBack(conversationId, load, cached, then);
          }
        });
  }

  private boolean isGivenUp(long conversationId, Loading load) {
    return memory.states().loading(conversationId) != load;
  }

  private boolean isOfThisLog(CachedState cached) {
    Position at = cached.position();
    boolean flushedDisagrees =
        at.offset() == memory.flushed().offset() && !at.equals(memory.flushed());
    return cached.epoch() == memory.epoch()
        && at.offset() <= memory.applied().offset()
        && !flushedDisagrees
        && !memory.tail().disagrees(at);
  }

  /// The tail begins after the state's place: what lies between is in the log, if it was not
  /// trimmed.
  private void readBack(
      long conversationId,
      Loading load,
      CachedState cached,
      Consumer<@Nullable ConversationState> then) {
    Position from = cached.position();
    shard.whenDone(
        () -> shard.parts().log().read(shard.number(), from.offset(), READ_ENTRIES),
        (entries, failure) -> {
          if (isGivenUp(conversationId, load)) {
            return;
          }
          Position at = entries == null ? from : reached(cached, entries, load.floor());
          then.accept(
              entries == null || at.offset() < load.floor()
                  ? null
                  : assembled(conversationId, cached, at, entries));
        });
    shard.wake();
  }

  /// How far the entries go on from the state without a gap, up to the floor.
  private static Position reached(CachedState cached, List<LogEntry> entries, long floor) {
    Position at = cached.position();
    for (LogEntry entry : entries) {
      if (at.offset() >= floor || !(step(at, cached, entry) instanceof LogStep.Next)) {
        break;
      }
      at = entry.position();
    }
    return at;
  }

  private static LogStep step(Position at, CachedState cached, LogEntry entry) {
    return LogStep.of(at, cached.epoch(), entry);
  }

  /// The state with the entries up to `reached` and the tail after it; null when the cache holds
  /// something else than a state.
  private @Nullable ConversationState assembled(
      long conversationId, CachedState cached, Position reached, List<LogEntry> entries) {
    ConversationState state = memory.blankState(conversationId);
    try {
      StateCodec.decode(cached.state(), state);
      Position at = cached.position();
      for (LogEntry entry : entries) {
        if (entry.offset() <= reached.offset()
            && step(at, cached, entry) instanceof LogStep.Next next) {
          at = entry.position();
          apply(next.batch().records(), next.batch().epoch(), state);
        }
      }
      for (ShardTail.TailRecord later : memory.tail().after(conversationId, reached.offset())) {
        state.apply(later.logRecord(), later.epoch());
      }
      return state;
    } catch (RuntimeException e) { // another version's, or broken: MySQL has it all
      log.debug("What the group cache has of conversation {} is of no use", conversationId, e);
      return null;
    }
  }

  private static void apply(List<LogRecord> records, int epoch, ConversationState state) {
    for (LogRecord logRecord : records) {
      if (logRecord.conversationId() == state.id()) {
        state.apply(logRecord, epoch);
      }
    }
  }
}
