package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import io.gostacker.common.record.LogRecord.Unreadable;
import io.gostacker.common.transport.Command;
import org.jspecify.annotations.Nullable;

/// What one conversation is after all records so far. No I/O, no clock, one thread at a time.
///
/// [#decide] says what a command would do; [#apply] makes it so. In between lies the append to the
/// log, so nothing is decided on what may not come to pass: a batch decides on a [#fork] and the
/// state itself applies only what was appended.
public final class ConversationState {
  /// How much higher seqs go on for each epoch that has passed since the last one was given: more
  /// than could be unflushed when the log was lost, so no seq is ever given twice.
  public static final long EPOCH_JUMP = 1_000_000;

  final long id;
  private boolean exists;
  private ConversationType type = ConversationType.DIRECT;
  private @Nullable String name;
  private long ownerId;
  private JoinPolicy joinPolicy = JoinPolicy.INVITE;
  private HistoryPolicy history = HistoryPolicy.JOINED;
  private byte @Nullable [] ext;
  private long createdAt;
  private int epoch;
  private long lastSeq;
  private long lastOrdinal;
  private @Nullable Message lastMessage;
  private Members members;
  private RecentClientIds recent;
  private OrdinalIndex ordinals;

  /// Whether this is a draft, whose members are shared until they change and whose positions stay
  /// those of the original.
  private final boolean draft;

  private boolean membersShared;

  /// A conversation that does not exist yet.
  ///
  /// @param rememberedIds how many client ids are remembered at most
  /// @param rememberedMillis for how long
  public ConversationState(long id, int rememberedIds, long rememberedMillis) {
    this.id = id;
    this.members = new Members();
    this.recent = new RecentClientIds(rememberedIds, rememberedMillis);
    this.ordinals = new OrdinalIndex(0, 0);
    this.draft = false;
  }

  private ConversationState(ConversationState original) {
    this.id = original.id;
    this.exists = original.exists;
    this.type = original.type;
    this.name = original.name;
    this.ownerId = original.ownerId;
    this.joinPolicy = original.joinPolicy;
    this.history = original.history;
    this.ext = original.ext;
    this.createdAt = original.createdAt;
    this.epoch = original.epoch;
    this.lastSeq = original.lastSeq;
    this.lastOrdinal = original.lastOrdinal;
    this.lastMessage = original.lastMessage;
    this.members = original.members;
    this.membersShared = true;
    this.recent = original.recent.fork();
    this.ordinals = original.ordinals;
    this.draft = true;
  }

  /// A draft to decide a batch on. Cheap; to be thrown away. The original must not change while it
  /// is in use.
  public ConversationState fork() {
    return new ConversationState(this);
  }

  /// What the command would do now. Changes nothing.
  public Decision decide(Command command, DecisionContext context) {
    return Decisions.decide(this, command, context);
  }

  /// The seq that the next message gets in this epoch of the shard's log.
  long nextSeq(int shardEpoch) {
    return lastSeq + 1 + EPOCH_JUMP * (exists ? Math.max(0, shardEpoch - epoch) : 0);
  }

  /// Takes a record in. Records come in the order of the log, each once.
  ///
  /// @param shardEpoch of the log when the record was appended
  public void apply(LogRecord logRecord, int shardEpoch) {
    switch (logRecord) {
      case MessageAppended message -> append(message, shardEpoch);
      case ConversationCreated created -> create(created, shardEpoch);
      case MembersJoined joined -> join(joined, shardEpoch);
      case MemberLeft left -> {
        notice(left.message(), shardEpoch);
        ownMembers().leave(left.userId());
      }
      case ConversationChanged changed -> change(changed, shardEpoch);
      case MemberChanged changed -> changeMember(changed, shardEpoch);
      case ConversationDisbanded disbanded -> {
        notice(disbanded.message(), shardEpoch);
        members = new Members();
        membersShared = false;
      }
      case ReadMoved read -> {
        if (!draft) {
          members.read(read.userId(), read.seq(), read.ordinal());
        }
      }
      case DeliveredMoved delivered -> {
        if (!draft) {
          members.delivered(delivered.userId(), delivered.seq());
        }
      }
      case Unreadable unreadable -> {}
    }
  }

  private void append(MessageAppended message, int shardEpoch) {
    lastSeq = message.seq();
    lastOrdinal = message.ordinal();
    lastMessage = message.view();
    epoch = shardEpoch;
    if (!draft) {
      ordinals.add(message.seq(), message.ordinal());
      if (!message.system()) {
        members.read(message.senderId(), message.seq(), message.ordinal());
      }
    }
    if (!message.clientMessageId().startsWith(Decisions.SYSTEM_ID_PREFIX) || !message.system()) {
      recent.add(message.senderId(), message.clientMessageId(), message.seq(), message.sentAt());
    }
  }

  private void notice(@Nullable MessageAppended message, int shardEpoch) {
    if (message != null) {
      append(message, shardEpoch);
    }
  }

  private void create(ConversationCreated created, int shardEpoch) {
    exists = true;
    type = created.type();
    name = created.name();
    ownerId = created.ownerId();
    joinPolicy = created.joinPolicy();
    history = created.history();
    ext = created.ext();
    createdAt = created.createdAt();
    epoch = shardEpoch;
    Members all = ownMembers();
    all.join(created.members(), 1, created.createdAt(), 0, 0);
    if (ownerId != 0) {
      all.role(ownerId, Role.OWNER);
    }
    notice(created.message(), shardEpoch);
  }

  private void join(MembersJoined joined, int shardEpoch) {
    notice(joined.message(), shardEpoch);
    // With a notice the new members see it; without one they see what comes next.
    long joinSeq = joined.message() == null ? lastSeq + 1 : lastSeq;
    ownMembers().join(joined.userIds(), joinSeq, joined.joinedAt(), lastSeq, lastOrdinal);
  }

  private void change(ConversationChanged changed, int shardEpoch) {
    String newName = changed.name();
    name = newName == null ? name : newName;
    JoinPolicy newPolicy = changed.joinPolicy();
    joinPolicy = newPolicy == null ? joinPolicy : newPolicy;
    byte[] newExt = changed.ext();
    ext = newExt == null ? ext : newExt;
    notice(changed.message(), shardEpoch);
  }

  private void changeMember(MemberChanged changed, int shardEpoch) {
    Members all = ownMembers();
    Role role = changed.role();
    if (role == Role.OWNER) {
      all.role(ownerId, Role.ADMIN);
      ownerId = changed.userId();
    }
    if (role != null) {
      all.role(changed.userId(), role);
    }
    String nickname = changed.nickname();
    if (nickname != null) {
      all.nickname(changed.userId(), nickname);
    }
    Long mutedUntil = changed.mutedUntil();
    if (mutedUntil != null) {
      all.mutedUntil(changed.userId(), mutedUntil);
    }
    notice(changed.message(), shardEpoch);
  }

  private Members ownMembers() {
    if (membersShared) {
      members = members.copy();
      membersShared = false;
    }
    return members;
  }

  /// The state that MySQL holds; records after it are applied on top.
  public void restore(StoredConversation stored) {
    exists = true;
    type = stored.type();
    name = stored.name();
    ownerId = stored.ownerId();
    joinPolicy = stored.joinPolicy();
    history = stored.history();
    ext = stored.ext();
    createdAt = stored.createdAt();
    epoch = stored.epoch();
    lastSeq = stored.lastSeq();
    lastOrdinal = stored.lastOrdinal();
    lastMessage = stored.lastMessage();
    for (StoredConversation.StoredMember member : stored.members()) {
      restore(member);
    }
    ordinals = stored.ordinals();
    for (StoredConversation.StoredClientId id : stored.clientIds()) {
      recent.add(id.senderId(), id.clientMessageId(), id.seq(), id.sentAt());
    }
  }

  private void restore(StoredConversation.StoredMember member) {
    long userId = member.userId();
    members.join(
        new long[] {userId},
        member.joinSeq(),
        member.joinedAt(),
        member.readSeq(),
        member.readOrdinal());
    members.role(userId, member.role());
    members.delivered(userId, member.deliveredSeq());
    members.mutedUntil(userId, member.mutedUntil());
    String nickname = member.nickname();
    if (nickname != null) {
      members.nickname(userId, nickname);
    }
  }

  public boolean exists() {
    return exists;
  }

  public long id() {
    return id;
  }

  public ConversationType type() {
    return type;
  }

  public long lastSeq() {
    return lastSeq;
  }

  /// When the newest message was sent, or the conversation created: epoch milliseconds.
  public long lastActivity() {
    Message last = lastMessage;
    return last == null ? createdAt : last.sentAt();
  }

  public boolean isMember(long userId) {
    return members.contains(userId);
  }

  /// All members, ascending; not to be changed.
  public long[] memberIds() {
    return members.ids();
  }

  public int memberCount() {
    return members.count();
  }

  /// The lowest seq that this member may see.
  public long visibleFrom(long userId) {
    int at = members.indexOf(userId);
    return at < 0
        ? Long.MAX_VALUE
        : history == HistoryPolicy.ALL ? 1 : Math.max(1, members.joinSeq(at));
  }

  public long readSeq(long userId) {
    int at = members.indexOf(userId);
    return at < 0 ? 0 : members.readSeq(at);
  }

  /// The ordinal at a seq, or -1 when only the message table knows it.
  public long ordinalAt(long seq) {
    return ordinals.at(seq);
  }

  /// The conversation as this member sees it; the user must be a member.
  public ConversationView view(long userId) {
    int at = members.indexOf(userId);
    if (at < 0) {
      throw new IllegalArgumentException("no member: " + userId);
    }
    Message last = lastMessage;
    return new ConversationView(
        id,
        type,
        name,
        ownerId,
        members.count(),
        lastSeq,
        members.readSeq(at),
        Math.max(0, lastOrdinal - members.readOrdinal(at)),
        last == null || last.seq() < visibleFrom(userId) ? null : last,
        joinPolicy,
        history,
        ext,
        createdAt);
  }

  /// The member as others see it; the user must be one.
  public MemberView member(long userId) {
    int at = members.indexOf(userId);
    if (at < 0) {
      throw new IllegalArgumentException("no member: " + userId);
    }
    return new MemberView(
        userId,
        members.role(userId),
        members.nickname(userId),
        members.mutedUntil(userId),
        members.joinedAt(at));
  }

  RecentClientIds recent() {
    return recent;
  }

  Members members() {
    return members;
  }

  long ownerId() {
    return ownerId;
  }

  JoinPolicy joinPolicy() {
    return joinPolicy;
  }

  @Nullable String name() {
    return name;
  }

  long lastOrdinal() {
    return lastOrdinal;
  }
}
