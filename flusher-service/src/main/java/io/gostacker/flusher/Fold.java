package io.gostacker.flusher;

import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ExclusionChanged;
import io.gostacker.common.record.LogRecord.MessageAppended;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Folds a batch of records into what it does to each row, so that a batch is few statements.
/// Conversations and members come in the order of their keys, which keeps flushers of different
/// shards from locking each other out.
final class Fold {
  private final Map<Long, ConversationBase> bases;
  private final Map<Long, ConversationChange> conversations = new TreeMap<>();
  private final List<MessageAppended> messages = new ArrayList<>();
  private final TreeMap<Row, ExclusionChanged> exclusions = new TreeMap<>();
  private final List<PlacedRecord> unreadable = new ArrayList<>();

  /// The key of an exclusion's row.
  private record Row(long conversationId, long userId, int kind) implements Comparable<Row> {
    private static final Comparator<Row> ORDER =
        Comparator.comparingLong(Row::conversationId)
            .thenComparingLong(Row::userId)
            .thenComparingInt(Row::kind);

    static Row of(ExclusionChanged changed) {
      return new Row(changed.conversationId(), changed.userId(), changed.kind().ordinal());
    }

    @Override
    public int compareTo(Row other) {
      return ORDER.compare(this, other);
    }
  }

  Fold(Map<Long, ConversationBase> bases) {
    this.bases = bases;
  }

  void apply(PlacedRecord placed) {
    LogRecord logRecord = placed.logRecord();
    int epoch = placed.epoch();
    MessageAppended message = logRecord.message();
    if (message != null) {
      messages.add(message);
    }
    switch (logRecord) {
      case MessageAppended appended -> of(appended).append(appended, epoch);
      case LogRecord.ConversationCreated created -> of(created).create(created, epoch);
      case LogRecord.MembersJoined joined -> of(joined).join(joined, epoch);
      case LogRecord.MemberLeft left -> of(left).leave(left, epoch);
      case LogRecord.ConversationChanged changed -> of(changed).change(changed, epoch);
      case LogRecord.MemberChanged changed -> of(changed).changeMember(changed, epoch);
      case LogRecord.ConversationDisbanded disbanded -> of(disbanded).disband(disbanded, epoch);
      case LogRecord.ReadMoved read ->
          of(read).member(read.userId()).read(read.seq(), read.ordinal());
      case LogRecord.DeliveredMoved delivered ->
          of(delivered).member(delivered.userId()).delivered(delivered.seq());
      case LogRecord.ExclusionChanged changed -> exclusions.put(Row.of(changed), changed);
      case LogRecord.Unreadable bytes -> unreadable.add(placed);
    }
  }

  private ConversationChange of(LogRecord logRecord) {
    return conversations.computeIfAbsent(
        logRecord.conversationId(),
        id -> new ConversationChange(bases.getOrDefault(id, ConversationBase.none(id))));
  }

  Collection<ConversationChange> conversations() {
    return conversations.values();
  }

  List<MessageAppended> messages() {
    return messages;
  }

  Collection<ExclusionChanged> exclusions() {
    return exclusions.values();
  }

  /// What no version of ours could have meant.
  List<PlacedRecord> unreadable() {
    return unreadable;
  }
}
