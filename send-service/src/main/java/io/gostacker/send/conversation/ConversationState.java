package io.gostacker.send.conversation;

import io.gostacker.common.conversation.BanView;
import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import io.gostacker.common.record.LogRecord.ExclusionChanged;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import io.gostacker.common.record.LogRecord.Unreadable;
import io.gostacker.common.transport.Command;
import java.util.stream.Stream;
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
  private Settings settings;
  private int epoch;
  private long lastSeq;
  private long lastOrdinal;
  private @Nullable Message lastMessage;
  private Members members;
  private final RecentClientIds recent;
  private OrdinalIndex ordinals;
  private Exclusions exclusions = Exclusions.NONE;

  /// A conversation that does not exist yet.
  ///
  /// @param rememberedIds how many client ids are remembered at most
  /// @param rememberedMillis for how long
  public ConversationState(long id, int rememberedIds, long rememberedMillis) {
    this.id = id;
    this.settings = Settings.NONE;
    this.members = new Members();
    this.recent = new RecentClientIds(rememberedIds, rememberedMillis);
    this.ordinals = new OrdinalIndex(0, 0);
  }

  private ConversationState(ConversationState original) {
    this.id = original.id;
    this.exists = original.exists;
    this.settings = original.settings;
    this.epoch = original.epoch;
    this.lastSeq = original.lastSeq;
    this.lastOrdinal = original.lastOrdinal;
    this.lastMessage = original.lastMessage;
    this.members = original.members.draft();
    this.recent = original.recent.fork();
    this.ordinals = original.ordinals.fork();
    this.exclusions = original.exclusions;
  }

  /// A draft to decide a batch on: begins as this state, and what is applied to it changes only the
  /// draft. Costs the same whatever the size; to be thrown away. The original must not change while
  /// the draft is in use.
  public ConversationState fork() {
    return new ConversationState(this);
  }

  /// What the command would do now. Changes nothing.
  public Decision decide(Command command, DecisionContext context) {
    return Decisions.decide(this, command, context);
  }

  /// The seq that the next message gets in this epoch of the shard's log.
  long nextSeq(int shardEpoch) {
    return lastSeq + 1 + EPOCH_JUMP * Math.max(0, shardEpoch - epoch);
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
        members.leave(left.userId());
      }
      case ConversationChanged changed -> {
        settings = settings.with(changed);
        notice(changed.message(), shardEpoch);
      }
      case MemberChanged changed -> changeMember(changed, shardEpoch);
      case ConversationDisbanded disbanded -> {
        notice(disbanded.message(), shardEpoch);
        members = new Members();
      }
      case ReadMoved read -> members.read(read.userId(), read.seq(), read.ordinal());
      case DeliveredMoved delivered -> members.delivered(delivered.userId(), delivered.seq());
      case ExclusionChanged changed -> exclusions = exclusions.with(changed);
      case Unreadable unreadable -> {}
    }
  }

  private void append(MessageAppended message, int shardEpoch) {
    lastSeq = message.seq();
    lastOrdinal = message.ordinal();
    lastMessage = message.view();
    epoch = shardEpoch;
    ordinals.add(message.seq(), message.ordinal());
    if (!message.system()) {
      members.read(message.senderId(), message.seq(), message.ordinal());
    }
    if (!SystemNotice.isNotice(message.system(), message.clientMessageId())) {
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
    settings = Settings.of(created);
    epoch = shardEpoch;
    lastSeq = created.lastSeq();
    members.join(created.members(), 1, created.createdAt(), 0, 0);
    if (created.ownerId() != 0) {
      members.role(created.ownerId(), Role.OWNER);
    }
    notice(created.message(), shardEpoch);
  }

  private void join(MembersJoined joined, int shardEpoch) {
    notice(joined.message(), shardEpoch);
    // With a notice the new members see it; without one they see what comes next.
    long joinSeq = joined.message() == null ? lastSeq + 1 : lastSeq;
    members.join(joined.userIds(), joinSeq, joined.joinedAt(), lastSeq, lastOrdinal);
  }

  private void changeMember(MemberChanged changed, int shardEpoch) {
    Role role = changed.role();
    if (role == Role.OWNER) {
      members.role(settings.ownerId(), Role.ADMIN);
      settings = settings.ownedBy(changed.userId());
    }
    if (role != null) {
      members.role(changed.userId(), role);
    }
    String nickname = changed.nickname();
    if (nickname != null) {
      members.nickname(changed.userId(), nickname);
    }
    Long mutedUntil = changed.mutedUntil();
    if (mutedUntil != null) {
      members.mutedUntil(changed.userId(), mutedUntil);
    }
    notice(changed.message(), shardEpoch);
  }

  /// Takes over what MySQL holds, into a state that has nothing yet; records after it are applied
  /// on top.
  public void restore(StoredConversation stored) {
    Progress progress =
        new Progress(stored.epoch(), stored.lastSeq(), stored.lastOrdinal(), stored.lastMessage());
    restore(Settings.of(stored), progress, new Members(stored.members()), stored.ordinals());
    exclusions = stored.exclusions();
    for (StoredConversation.StoredClientId id : stored.clientIds()) {
      recent.add(id.senderId(), id.clientMessageId(), id.seq(), id.sentAt());
    }
  }

  /// Takes over what another state was; the remembered ids are the caller's to add.
  void restore(Settings itsSettings, Progress progress, Members itsMembers, OrdinalIndex index) {
    exists = true;
    settings = itsSettings;
    epoch = progress.epoch();
    lastSeq = progress.lastSeq();
    lastOrdinal = progress.lastOrdinal();
    lastMessage = progress.lastMessage();
    members = itsMembers;
    ordinals = index;
  }

  /// How far a conversation has come.
  ///
  /// @param epoch of the shard's log when `lastSeq` was given
  record Progress(int epoch, long lastSeq, long lastOrdinal, @Nullable Message lastMessage) {}

  Progress progress() {
    return new Progress(epoch, lastSeq, lastOrdinal, lastMessage);
  }

  void restore(Exclusions itsExclusions) {
    exclusions = itsExclusions;
  }

  Exclusions exclusions() {
    return exclusions;
  }

  /// Whether somebody else in a direct conversation takes nothing from this user.
  public boolean isBlocked(long userId) {
    return exclusions.blocks(userId);
  }

  /// Who is banned at a time, ascending by user.
  ///
  /// @param afterUserId only users with a higher id
  public Stream<BanView> bans(long now, long afterUserId) {
    return exclusions.bans().tailMap(afterUserId + 1).values().stream()
        .filter(ban -> ban.until() > now);
  }

  /// Whether a member may change the conversation.
  public boolean manages(long userId) {
    return isMember(userId) && members.role(userId).manages();
  }

  OrdinalIndex ordinals() {
    return ordinals;
  }

  public boolean exists() {
    return exists;
  }

  public long id() {
    return id;
  }

  public ConversationType type() {
    return settings.type();
  }

  public long lastSeq() {
    return lastSeq;
  }

  /// When the newest message was sent, or the conversation created: epoch milliseconds.
  public long lastActivity() {
    Message last = lastMessage;
    return last == null ? settings.createdAt() : last.sentAt();
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
    if (!isMember(userId)) {
      return Long.MAX_VALUE;
    }
    return settings.history() == HistoryPolicy.ALL ? 1 : members.joinSeq(userId);
  }

  /// Up to where this member has read; 0 for a stranger.
  public long readSeq(long userId) {
    return isMember(userId) ? members.positions(userId).readSeq() : 0;
  }

  /// The conversation as this member sees it; the user must be a member.
  public ConversationView view(long userId) {
    requireMember(userId);
    Members.Positions positions = members.positions(userId);
    Message last = lastMessage;
    return new ConversationView(
        id,
        settings.type(),
        settings.name(),
        settings.ownerId(),
        members.count(),
        lastSeq,
        positions.readSeq(),
        Math.max(0, lastOrdinal - positions.readOrdinal()),
        last == null || last.seq() < visibleFrom(userId) ? null : last,
        settings.joinPolicy(),
        settings.history(),
        settings.ext(),
        settings.createdAt());
  }

  /// The member as others see it; the user must be one.
  public MemberView member(long userId) {
    requireMember(userId);
    return new MemberView(
        userId,
        members.role(userId),
        members.nickname(userId),
        members.mutedUntil(userId),
        members.joinedAt(userId));
  }

  private void requireMember(long userId) {
    if (!isMember(userId)) {
      throw new IllegalArgumentException("no member: " + userId);
    }
  }

  RecentClientIds recent() {
    return recent;
  }

  Members members() {
    return members;
  }

  /// How many messages up to a seq are not `system`; -1 when only the message table knows.
  public long ordinalAt(long seq) {
    return ordinals.at(seq);
  }

  Settings settings() {
    return settings;
  }

  long lastOrdinal() {
    return lastOrdinal;
  }
}
