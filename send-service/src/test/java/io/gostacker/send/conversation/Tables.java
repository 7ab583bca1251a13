package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
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
import io.gostacker.send.conversation.StoredConversation.StoredClientId;
import io.gostacker.send.conversation.StoredConversation.StoredMember;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows that a flusher makes of records: of `conversation`, `member` and `message`.
final class Tables {
  private Settings settings = Settings.NONE;
  private int epoch;
  private long lastSeq;
  private long lastOrdinal;
  private final TreeMap<Long, StoredMember> members = new TreeMap<>();
  private final TreeMap<String, ExclusionChanged> exclusions = new TreeMap<>();
  private final List<MessageAppended> messages = new ArrayList<>();

  void flush(LogRecord logRecord, int logEpoch) {
    if (logRecord instanceof ConversationCreated created) {
      settings = Settings.of(created);
      epoch = logEpoch;
      lastSeq = created.lastSeq();
      enter(created.members(), 1, created.createdAt(), 0, 0);
      if (created.type() != ConversationType.DIRECT) {
        role(created.ownerId(), Role.OWNER);
      }
    }
    MessageAppended message = logRecord.message();
    if (message != null) {
      insert(message, logEpoch);
    }
    switch (logRecord) {
      case MembersJoined joined ->
          enter(
              joined.userIds(),
              message == null ? lastSeq + 1 : lastSeq,
              joined.joinedAt(),
              lastSeq,
              lastOrdinal);
      case MemberLeft left -> members.remove(left.userId());
      case ConversationChanged changed -> settings = settings.with(changed);
      case MemberChanged changed -> change(changed);
      case ConversationDisbanded disbanded -> members.clear();
      case ReadMoved read -> read(read.userId(), read.seq(), read.ordinal());
      case DeliveredMoved delivered -> delivered(delivered.userId(), delivered.seq());
      case ConversationCreated created -> {}
      case MessageAppended appended -> {}
      case ExclusionChanged changed ->
          exclusions.put(changed.kind() + " " + changed.userId(), changed);
      case Unreadable unreadable -> {}
    }
  }

  /// What a loader reads.
  ///
  /// @param window how many of the newest messages it looks at
  StoredConversation load(int window) {
    int from = Math.max(0, messages.size() - window);
    MessageAppended last = messages.isEmpty() ? null : messages.getLast();
    Message view = last == null ? null : last.view();
    return new StoredConversation(
        settings.type(),
        settings.name(),
        settings.ownerId(),
        settings.joinPolicy(),
        settings.history(),
        settings.ext(),
        settings.createdAt(),
        epoch,
        lastSeq,
        lastOrdinal,
        view,
        List.copyOf(members.values()),
        messages.subList(from, messages.size()).stream().map(Tables::clientId).toList(),
        from == 0,
        Exclusions.of(exclusions.values()));
  }

  long ordinalAt(long seq) {
    return messages.stream()
        .filter(m -> m.seq() <= seq)
        .mapToLong(MessageAppended::ordinal)
        .max()
        .orElse(0);
  }

  private static StoredClientId clientId(MessageAppended message) {
    return new StoredClientId(
        message.senderId(),
        message.clientMessageId(),
        message.seq(),
        message.ordinal(),
        message.sentAt(),
        message.system());
  }

  private void insert(MessageAppended message, int logEpoch) {
    messages.add(message);
    lastSeq = message.seq();
    lastOrdinal = message.ordinal();
    epoch = logEpoch;
    if (!message.system()) {
      read(message.senderId(), message.seq(), message.ordinal());
    }
  }

  private void enter(long[] users, long joinSeq, long joinedAt, long readSeq, long readOrdinal) {
    Arrays.stream(users)
        .forEach(user ->
            members.put(
                user,
                new StoredMember(
                    user, Role.MEMBER, null, 0, joinedAt, joinSeq, readSeq, readOrdinal, 0)));
  }

  private void change(MemberChanged changed) {
    if (changed.role() == Role.OWNER) {
      role(settings.ownerId(), Role.ADMIN);
      settings = settings.ownedBy(changed.userId());
    }
    if (changed.role() != null) {
      role(changed.userId(), changed.role());
    }
    String nickname = changed.nickname();
    Long mutedUntil = changed.mutedUntil();
    members.computeIfPresent(
        changed.userId(),
        (id, m) ->
            new StoredMember(
                id,
                m.role(),
                nickname == null ? m.nickname() : emptyToNull(nickname),
                mutedUntil == null ? m.mutedUntil() : mutedUntil,
                m.joinedAt(),
                m.joinSeq(),
                m.readSeq(),
                m.readOrdinal(),
                m.deliveredSeq()));
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private void role(long user, Role role) {
    members.computeIfPresent(
        user,
        (id, m) ->
            new StoredMember(
                id,
                role,
                m.nickname(),
                m.mutedUntil(),
                m.joinedAt(),
                m.joinSeq(),
                m.readSeq(),
                m.readOrdinal(),
                m.deliveredSeq()));
  }

  private void read(long user, long seq, long ordinal) {
    members.computeIfPresent(
        user,
        (id, m) ->
            new StoredMember(
                id,
                m.role(),
                m.nickname(),
                m.mutedUntil(),
                m.joinedAt(),
                m.joinSeq(),
                Math.max(m.readSeq(), seq),
                Math.max(m.readOrdinal(), ordinal),
                m.deliveredSeq()));
  }

  private void delivered(long user, long seq) {
    members.computeIfPresent(
        user,
        (id, m) ->
            new StoredMember(
                id,
                m.role(),
                m.nickname(),
                m.mutedUntil(),
                m.joinedAt(),
                m.joinSeq(),
                m.readSeq(),
                m.readOrdinal(),
                Math.max(m.deliveredSeq(), seq)));
  }
}
