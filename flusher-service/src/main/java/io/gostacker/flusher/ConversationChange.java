package io.gostacker.flusher;

import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a batch of records does to one conversation, folded. Applies records as the send service
/// does: what it restores from the rows equals what it would have by applying the records itself.
final class ConversationChange {
  final long conversationId;
  private @Nullable ConversationCreated created;
  private @Nullable String name;
  private @Nullable JoinPolicy joinPolicy;
  private byte @Nullable [] ext;
  private long ownerId;
  private boolean ownerChanged;
  private boolean disbanded;
  private long disbandedAt;
  private long disbandedSeq;
  private long joined;
  private int memberVersions;
  private @Nullable MessageAppended last;
  private long lastSeq;
  private long lastOrdinal;
  private int epoch;
  private final TreeMap<Long, MemberChange> members = new TreeMap<>();

  ConversationChange(ConversationBase base) {
    this.conversationId = base.conversationId();
    this.lastSeq = base.lastSeq();
    this.lastOrdinal = base.lastOrdinal();
    this.ownerId = base.ownerId();
  }

  void append(MessageAppended message, int shardEpoch) {
    last = message;
    lastSeq = message.seq();
    lastOrdinal = message.ordinal();
    epoch = shardEpoch;
    if (!message.system()) {
      member(message.senderId()).read(message.seq(), message.ordinal());
    }
  }

  void notice(@Nullable MessageAppended message, int shardEpoch) {
    if (message != null) {
      append(message, shardEpoch);
    }
  }

  void create(ConversationCreated record, int shardEpoch) {
    created = record;
    name = record.name();
    joinPolicy = record.joinPolicy();
    ext = record.ext();
    ownerId = record.ownerId();
    epoch = shardEpoch;
    lastSeq = record.lastSeq();
    joined = record.members().length;
    memberVersions++;
    for (long userId : record.members()) {
      member(userId).join(1, record.createdAt(), 0, 0);
    }
    if (ownerId != 0) {
      member(ownerId).role(Role.OWNER);
    }
    notice(record.message(), shardEpoch);
  }

  void join(MembersJoined record, int shardEpoch) {
    notice(record.message(), shardEpoch);
    long joinSeq = record.message() == null ? lastSeq + 1 : lastSeq;
    joined += record.userIds().length;
    memberVersions++;
    for (long userId : record.userIds()) {
      member(userId).join(joinSeq, record.joinedAt(), lastSeq, lastOrdinal);
    }
  }

  void leave(MemberLeft record, int shardEpoch) {
    notice(record.message(), shardEpoch);
    joined--;
    memberVersions++;
    member(record.userId()).leave(lastSeq);
  }

  void change(ConversationChanged record, int shardEpoch) {
    name = record.name() == null ? name : record.name();
    joinPolicy = record.joinPolicy() == null ? joinPolicy : record.joinPolicy();
    ext = record.ext() == null ? ext : record.ext();
    notice(record.message(), shardEpoch);
  }

  void changeMember(MemberChanged record, int shardEpoch) {
    memberVersions++;
    MemberChange member = member(record.userId());
    Role role = record.role();
    if (role == Role.OWNER) {
      if (ownerId != 0) {
        member(ownerId).role(Role.ADMIN);
      }
      ownerId = record.userId();
      ownerChanged = true;
    }
    if (role != null) {
      member.role(role);
    }
    String nickname = record.nickname();
    if (nickname != null) {
      member.nickname(nickname);
    }
    Long mutedUntil = record.mutedUntil();
    if (mutedUntil != null) {
      member.mutedUntil(mutedUntil);
    }
    notice(record.message(), shardEpoch);
  }

  void disband(ConversationDisbanded record, int shardEpoch) {
    notice(record.message(), shardEpoch);
    disbanded = true;
    disbandedAt = record.at();
    disbandedSeq = lastSeq;
    joined = 0;
    memberVersions++;
    members.values().forEach(member -> member.leave(lastSeq));
  }

  MemberChange member(long userId) {
    return members.computeIfAbsent(userId, id -> new MemberChange(conversationId, id));
  }

  Collection<MemberChange> members() {
    return members.values();
  }

  @Nullable ConversationCreated created() {
    return created;
  }

  /// Whether anything but its last message changed in a conversation from before the batch.
  boolean changesRow() {
    return created == null
        && (memberVersions > 0 || name != null || joinPolicy != null || ext != null);
  }

  /// The newest message of the batch.
  @Nullable MessageAppended last() {
    return last;
  }

  @Nullable String name() {
    return name;
  }

  @Nullable JoinPolicy joinPolicy() {
    return joinPolicy;
  }

  byte @Nullable [] ext() {
    return ext;
  }

  long ownerId() {
    return ownerId;
  }

  boolean ownerChanged() {
    return ownerChanged;
  }

  /// Whether nobody from before was left at some point of the batch.
  boolean disbanded() {
    return disbanded;
  }

  long disbandedAt() {
    return disbandedAt;
  }

  long disbandedSeq() {
    return disbandedSeq;
  }

  /// Members more than before the batch, or than none when [#created] or [#disbanded].
  long joined() {
    return joined;
  }

  int memberVersions() {
    return memberVersions;
  }

  int epoch() {
    return epoch;
  }
}
