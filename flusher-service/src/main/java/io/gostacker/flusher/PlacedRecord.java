package io.gostacker.flusher;

import io.gostacker.common.record.LogRecord;

/// A record and where it stands in its shard's log.
///
/// @param position in its entry, from 0
/// @param epoch of the log when it was appended
record PlacedRecord(long offset, int position, int epoch, LogRecord logRecord) {

  /// How many rows it becomes, roughly.
  int rows() {
    return switch (logRecord) {
      case LogRecord.ConversationCreated created -> 2 + 2 * created.members().length;
      case LogRecord.MembersJoined joined -> 2 + 2 * joined.userIds().length;
      case LogRecord.MessageAppended message -> 2;
      case LogRecord.MemberLeft left -> 3;
      case LogRecord.ConversationChanged changed -> 2;
      case LogRecord.MemberChanged changed -> 3;
      case LogRecord.ConversationDisbanded disbanded -> 2;
      case LogRecord.ExclusionChanged changed -> 1;
      case LogRecord.ReadMoved read -> 1;
      case LogRecord.DeliveredMoved delivered -> 1;
      case LogRecord.Unreadable unreadable -> 1;
    };
  }
}
