package io.gostacker.send.shard;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.record.Batch;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.shardlog.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The applied entries of a shard's log that MySQL is not yet known to have: what reads answer from
/// memory, and what is applied on top of a state that was loaded from MySQL.
final class ShardTail {
  /// What a record costs in memory besides its content, roughly: measured with 100-byte texts.
  private static final int RECORD_BYTES = 250;

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final Map<Long, ArrayDeque<TailRecord>> byConversation = new HashMap<>();
  private final AtomicLong bytesOfAll;
  private final JoinOverlay joins;
  private int records;

  /// @param bytesOfAll counts the tails of all shards of this process
  /// @param joins told of who joins by a record in here, and of its leaving
  ShardTail(AtomicLong bytesOfAll, JoinOverlay joins) {
    this.bytesOfAll = bytesOfAll;
    this.joins = joins;
  }

  void add(Position position, Batch batch) {
    List<LogRecord> list = batch.records();
    entries.add(new Entry(position, list));
    for (LogRecord logRecord : list) {
      byConversation
          .computeIfAbsent(logRecord.conversationId(), id -> new ArrayDeque<>(4))
          .add(new TailRecord(position.offset(), batch.epoch(), logRecord));
      count(logRecord, 1);
    }
  }

  /// Whether another batch was applied here at that offset.
  boolean disagrees(Position position) {
    for (Entry entry : entries) {
      if (entry.position().offset() >= position.offset()) {
        return entry.position().offset() == position.offset() && !entry.position().equals(position);
      }
    }
    return false;
  }

  /// Lets go of what stands at or below an offset.
  void drop(long upTo) {
    while (!entries.isEmpty() && entries.getFirst().position().offset() <= upTo) {
      entries.removeFirst().records().forEach(this::forget);
    }
  }

  private void forget(LogRecord logRecord) {
    long id = logRecord.conversationId();
    Queue<TailRecord> ofConversation = byConversation.get(id);
    if (ofConversation != null) {
      ofConversation.remove();
      if (ofConversation.isEmpty()) {
        byConversation.remove(id);
      }
    }
    count(logRecord, -1);
  }

  void clear() {
    drop(Long.MAX_VALUE);
  }

  /// How many records are held.
  int size() {
    return records;
  }

  boolean holds(long conversationId) {
    return byConversation.containsKey(conversationId);
  }

  /// A conversation's records above an offset, in the order of the log.
  List<TailRecord> after(long conversationId, long offset) {
    List<TailRecord> found = new ArrayList<>();
    for (TailRecord entry : recordsOf(conversationId)) {
      if (entry.offset() > offset) {
        found.add(entry);
      }
    }
    return found;
  }

  /// A conversation's messages with `fromSeq` to `toSeq`, ascending; at most `limit` of them, the
  /// lowest or the highest.
  List<Message> messages(
      long conversationId, long fromSeq, long toSeq, int limit, boolean highest) {
    ArrayDeque<Message> found = new ArrayDeque<>();
    for (TailRecord entry : recordsOf(conversationId)) {
      MessageAppended message = entry.logRecord().message();
      if (message == null || message.seq() < fromSeq || message.seq() > toSeq) {
        continue;
      }
      if (found.size() == limit) {
        if (!highest) {
          break;
        }
        found.removeFirst();
      }
      found.add(message.view());
    }
    return List.copyOf(found);
  }

  /// The newest message of a conversation in here, if there is one.
  @Nullable MessageAppended newest(long conversationId) {
    ArrayDeque<TailRecord> all = byConversation.get(conversationId);
    if (all != null) {
      var backwards = all.descendingIterator();
      while (backwards.hasNext()) {
        MessageAppended message = backwards.next().logRecord().message();
        if (message != null) {
          return message;
        }
      }
    }
    return null;
  }

  private Iterable<TailRecord> recordsOf(long conversationId) {
    ArrayDeque<TailRecord> all = byConversation.get(conversationId);
    return all == null ? List.of() : all;
  }

  private void count(LogRecord logRecord, int sign) {
    MessageAppended message = logRecord.message();
    long size = sign * (RECORD_BYTES + (message == null ? 0L : message.content().length));
    bytesOfAll.addAndGet(size);
    records += sign;
    joins.count(logRecord, sign);
  }

  private record Entry(Position position, List<LogRecord> records) {}

  /// A record and where it stands.
  ///
  /// @param epoch of the log when it was appended
  record TailRecord(long offset, int epoch, LogRecord logRecord) {}
}
