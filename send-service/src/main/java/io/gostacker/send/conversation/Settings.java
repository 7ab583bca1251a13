package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import org.jspecify.annotations.Nullable;

/// What a conversation is as a whole, apart from members and messages.
///
/// @param ownerId 0 in direct conversations
/// @param createdAt epoch milliseconds
record Settings(
    ConversationType type,
    @Nullable String name,
    long ownerId,
    JoinPolicy joinPolicy,
    HistoryPolicy history,
    byte @Nullable [] ext,
    long createdAt) {

  /// Of a conversation that does not exist.
  static final Settings NONE =
      new Settings(
          ConversationType.DIRECT, null, 0, JoinPolicy.INVITE, HistoryPolicy.JOINED, null, 0);

  static Settings of(ConversationCreated created) {
    return new Settings(
        created.type(),
        created.name(),
        created.ownerId(),
        created.joinPolicy(),
        created.history(),
        created.ext(),
        created.createdAt());
  }

  static Settings of(StoredConversation stored) {
    return new Settings(
        stored.type(),
        stored.name(),
        stored.ownerId(),
        stored.joinPolicy(),
        stored.history(),
        stored.ext(),
        stored.createdAt());
  }

  Settings with(ConversationChanged changed) {
    String newName = changed.name();
    JoinPolicy newPolicy = changed.joinPolicy();
    byte[] newExt = changed.ext();
    return new Settings(
        type,
        newName == null ? name : newName,
        ownerId,
        newPolicy == null ? joinPolicy : newPolicy,
        history,
        newExt == null ? ext : newExt,
        createdAt);
  }

  Settings ownedBy(long newOwnerId) {
    return new Settings(type, name, newOwnerId, joinPolicy, history, ext, createdAt);
  }
}
