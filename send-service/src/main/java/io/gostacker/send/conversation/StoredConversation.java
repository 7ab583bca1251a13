package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.conversation.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation as MySQL holds it at one flushed offset.
///
/// @param epoch of the shard's log when `lastSeq` was given
/// @param members those who are members now, ascending
/// @param recent the newest messages' ids and ordinals, ascending by seq
/// @param complete whether `recent` reaches back to the first message
public record StoredConversation(
    ConversationType type,
    @Nullable String name,
    long ownerId,
    JoinPolicy joinPolicy,
    HistoryPolicy history,
    byte @Nullable [] ext,
    long createdAt,
    int epoch,
    long lastSeq,
    long lastOrdinal,
    @Nullable Message lastMessage,
    List<StoredMember> members,
    List<StoredClientId> recent,
    boolean complete,
    Exclusions exclusions) {

  /// A row of `member`.
  public record StoredMember(
      long userId,
      Role role,
      @Nullable String nickname,
      long mutedUntil,
      long joinedAt,
      long joinSeq,
      long readSeq,
      long readOrdinal,
      long deliveredSeq) {}

  /// What a row of `message` says about its client id.
  public record StoredClientId(
      long senderId, String clientMessageId, long seq, long ordinal, long sentAt, boolean system) {}

  /// Reaches back as far as `recent`, and always to the last message.
  OrdinalIndex ordinals() {
    OrdinalIndex index = complete ? new OrdinalIndex(0, 0) : firstKnown();
    recent.forEach(message -> index.add(message.seq(), message.ordinal()));
    index.add(lastSeq, lastOrdinal);
    return index;
  }

  private OrdinalIndex firstKnown() {
    return recent.isEmpty()
        ? new OrdinalIndex(lastSeq, lastOrdinal)
        : new OrdinalIndex(recent.getFirst().seq(), recent.getFirst().ordinal());
  }

  List<StoredClientId> clientIds() {
    return recent.stream()
        .filter(m -> !SystemNotice.isNotice(m.system(), m.clientMessageId()))
        .toList();
  }
}
