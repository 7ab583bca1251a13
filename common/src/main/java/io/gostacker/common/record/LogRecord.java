package io.gostacker.common.record;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.conversation.Role;
import org.jspecify.annotations.Nullable;

/// One thing that happened in a conversation. A conversation is what one gets by applying its
/// records in the order of the log.
///
/// A change and the system message that tells of it are one record, so both happen or neither.
/// Arrays are never changed after construction.
public sealed interface LogRecord {

  long conversationId();

  /// The message that this record adds, if any: itself, or its notice.
  @Nullable MessageAppended message();

  /// A message, or the system message that tells of a change.
  ///
  /// @param ordinal how many messages up to this one are not `system`
  /// @param senderDevice the device that gets no frame; empty for none
  /// @param sentAt epoch milliseconds by the send service's clock; nothing depends on its order
  record MessageAppended(
      long conversationId,
      long seq,
      long ordinal,
      long senderId,
      String senderDevice,
      String clientMessageId,
      boolean system,
      long targetSeq,
      byte[] content,
      long sentAt)
      implements LogRecord {

    @Override
    public MessageAppended message() {
      return this;
    }

    /// As clients see it.
    public Message view() {
      return new Message(
          conversationId, seq, senderId, clientMessageId, content, sentAt, targetSeq);
    }
  }

  /// The conversation exists from here on.
  ///
  /// @param ownerId 0 in direct conversations
  /// @param members ascending, distinct
  /// @param createdAt epoch milliseconds
  /// @param lastSeq below the first seq: 0, unless an earlier life may have been lost with its log
  record ConversationCreated(
      long conversationId,
      ConversationType type,
      @Nullable String name,
      long ownerId,
      long[] members,
      JoinPolicy joinPolicy,
      HistoryPolicy history,
      byte @Nullable [] ext,
      long createdAt,
      long lastSeq,
      @Nullable MessageAppended message)
      implements LogRecord {

    /// Of a conversation that begins with seq 1.
    public ConversationCreated(
        long conversationId,
        ConversationType type,
        @Nullable String name,
        long ownerId,
        long[] members,
        JoinPolicy joinPolicy,
        HistoryPolicy history,
        byte @Nullable [] ext,
        long createdAt,
        @Nullable MessageAppended message) {
      this(
          conversationId,
          type,
          name,
          ownerId,
          members,
          joinPolicy,
          history,
          ext,
          createdAt,
          0,
          message);
    }
  }

  /// Users became members.
  ///
  /// @param userIds ascending, distinct, none of them a member before
  /// @param joinedAt epoch milliseconds
  record MembersJoined(
      long conversationId, long[] userIds, long joinedAt, @Nullable MessageAppended message)
      implements LogRecord {}

  /// A member left or was removed.
  record MemberLeft(long conversationId, long userId, @Nullable MessageAppended message)
      implements LogRecord {}

  /// What is not null changed.
  record ConversationChanged(
      long conversationId,
      @Nullable String name,
      @Nullable JoinPolicy joinPolicy,
      byte @Nullable [] ext,
      @Nullable MessageAppended message)
      implements LogRecord {}

  /// What is not null changed. `role` `OWNER` makes the owner before an admin.
  ///
  /// @param nickname empty takes the nickname away
  /// @param mutedUntil epoch milliseconds, 0 ends a mute
  record MemberChanged(
      long conversationId,
      long userId,
      @Nullable Role role,
      @Nullable String nickname,
      @Nullable Long mutedUntil,
      @Nullable MessageAppended message)
      implements LogRecord {}

  /// Nobody is a member any more.
  record ConversationDisbanded(long conversationId, long at, @Nullable MessageAppended message)
      implements LogRecord {}

  /// A member has read up to `seq`. Never moves back.
  ///
  /// @param ordinal of the message at `seq`
  /// @param deviceId which gets no receipt of its own
  record ReadMoved(long conversationId, long userId, long seq, long ordinal, String deviceId)
      implements LogRecord {

    @Override
    public @Nullable MessageAppended message() {
      return null;
    }
  }

  /// A member's device has everything up to `seq`. Never moves back.
  record DeliveredMoved(long conversationId, long userId, long seq, String deviceId)
      implements LogRecord {

    @Override
    public @Nullable MessageAppended message() {
      return null;
    }
  }

  /// Somebody is kept out, or not any more.
  ///
  /// @param userId who is banned, or who blocks
  /// @param until epoch milliseconds; 0 ends it
  /// @param by who did it
  /// @param at when, epoch milliseconds
  record ExclusionChanged(
      long conversationId, Exclusion kind, long userId, long until, long by, long at)
      implements LogRecord {

    @Override
    public @Nullable MessageAppended message() {
      return null;
    }
  }

  /// Bytes that are no record this version knows. Changes nothing; the flusher sets it aside.
  record Unreadable(byte[] bytes, String reason) implements LogRecord {

    @Override
    public long conversationId() {
      return 0;
    }

    @Override
    public @Nullable MessageAppended message() {
      return null;
    }
  }
}
