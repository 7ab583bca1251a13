package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the contract says about a conversation, written down a second time and as plainly as can
/// be: lists and loops, unread counted message by message.
final class Model {
  final ConversationType type;
  final HistoryPolicy history;
  JoinPolicy joinPolicy;
  @Nullable String name;
  final TreeMap<Long, Member> members = new TreeMap<>();
  final List<Message> messages = new ArrayList<>();
  final Map<Long, Long> bannedUntil = new HashMap<>();
  final Set<Long> blockers = new HashSet<>();
  final Map<String, Long> answered = new HashMap<>();
  long lastSeq;
  int lastEpoch;

  /// Set before each step.
  long now;

  int epoch;

  static final class Member {
    Role role = Role.MEMBER;
    String nickname = "";
    long mutedUntil;
    long joinSeq = 1;
    long readSeq;
  }

  record Message(long seq, long sender, boolean system, @Nullable String event) {}

  Model(History plan, int epoch) {
    this.type = plan.type();
    this.history = plan.policy();
    this.joinPolicy = plan.joinPolicy();
    this.lastEpoch = epoch;
    this.epoch = epoch;
    for (long id : plan.members()) {
      members.put(id, new Member());
    }
    if (type != ConversationType.DIRECT) {
      name = "one";
      member(1).role = Role.OWNER;
      notice("created", 1);
    }
  }

  /// Does the step; null when it is done, else why it is refused.
  @Nullable ErrorCode play(Step step) {
    return switch (step) {
      case Step.Send s -> send(s);
      case Step.Read s -> read(s);
      case Step.Delivered s -> members.containsKey(s.user()) ? null : ErrorCode.NOT_MEMBER;
      case Step.Add s -> add(s);
      case Step.Join s -> join(s);
      case Step.Remove s -> remove(s);
      case Step.Ban s -> ban(s);
      case Step.Block s -> block(s);
      case Step.Change s -> change(s);
      case Step.ChangeMember s -> changeMember(s);
      case Step.CreateAgain s -> members.containsKey(s.user()) ? null : ErrorCode.CONFLICT;
      case Step.Disband s -> disband(s);
      case Step.TimePasses s -> null;
      case Step.EpochPasses s -> null;
    };
  }

  long unread(long user) {
    return messages.stream()
        .filter(m -> m.seq() > member(user).readSeq && !m.system() && m.sender() != user)
        .count();
  }

  long visibleFrom(long user) {
    return history == HistoryPolicy.ALL ? 1 : member(user).joinSeq;
  }

  boolean disbanded() {
    return members.isEmpty();
  }

  private Member member(long user) {
    Member member = members.get(user);
    if (member == null) {
      throw new AssertionError("no member " + user);
    }
    return member;
  }

  private long append(long sender, boolean system, @Nullable String event) {
    lastSeq += 1 + 1_000_000L * (epoch - lastEpoch);
    lastEpoch = epoch;
    messages.add(new Message(lastSeq, sender, system, event));
    return lastSeq;
  }

  private void notice(String event, long by) {
    if (type == ConversationType.GROUP
        || List.of("created", "renamed", "role", "disbanded").contains(event)) {
      append(by, true, event);
    }
  }

  private @Nullable ErrorCode send(Step.Send send) {
    String key = send.user() + "/" + Run.clientId(send.id());
    if (answered.containsKey(key)) {
      return null;
    }
    if (!members.containsKey(send.user())) {
      return ErrorCode.NOT_MEMBER;
    }
    Member sender = member(send.user());
    if (send.system() && Run.clientId(send.id()).matches("system-[0-9]+")) {
      return ErrorCode.VALIDATION_FAILED;
    }
    if (!send.system() && type == ConversationType.CHANNEL && sender.role == Role.MEMBER) {
      return ErrorCode.FORBIDDEN;
    }
    if (!send.system() && sender.mutedUntil > now) {
      return ErrorCode.MUTED;
    }
    if (!send.system() && blockers.stream().anyMatch(blocker -> blocker != send.user())) {
      return ErrorCode.BLOCKED;
    }
    answered.put(key, append(send.user(), send.system(), null));
    if (!send.system()) {
      sender.readSeq = lastSeq;
    }
    return null;
  }

  private @Nullable ErrorCode read(Step.Read read) {
    if (!members.containsKey(read.user())) {
      return ErrorCode.NOT_MEMBER;
    }
    Member member = member(read.user());
    member.readSeq = Math.max(member.readSeq, Math.min(lastSeq, lastSeq - read.back()));
    return null;
  }

  private @Nullable ErrorCode mayManage(long actor, Role needed) {
    if (!members.containsKey(actor)) {
      return ErrorCode.NOT_MEMBER;
    }
    boolean allowed =
        type != ConversationType.DIRECT && member(actor).role.ordinal() >= needed.ordinal();
    return allowed ? null : ErrorCode.FORBIDDEN;
  }

  private boolean fits(int more) {
    return members.size() + more
        <= (type == ConversationType.CHANNEL ? History.ROOM + 1 : History.ROOM);
  }

  private void enter(List<Long> users, long by) {
    notice("joined", by);
    for (long user : users) {
      Member member = new Member();
      member.joinSeq = type == ConversationType.GROUP ? lastSeq : lastSeq + 1;
      member.readSeq = lastSeq;
      members.put(user, member);
    }
  }

  private @Nullable ErrorCode add(Step.Add add) {
    ErrorCode refused = mayManage(add.actor(), Role.ADMIN);
    if (refused != null) {
      return refused;
    }
    List<Long> fresh =
        add.users().stream().filter(id -> !members.containsKey(id) && !isBanned(id)).toList();
    if (fresh.isEmpty()) {
      return null;
    }
    if (!fits(fresh.size())) {
      return ErrorCode.CONFLICT;
    }
    enter(fresh, add.actor());
    return null;
  }

  private @Nullable ErrorCode join(Step.Join join) {
    if (members.containsKey(join.user())) {
      return null;
    }
    if (disbanded() || type == ConversationType.DIRECT) {
      return ErrorCode.NOT_MEMBER;
    }
    if (!join.approved() && joinPolicy == JoinPolicy.INVITE) {
      return ErrorCode.NOT_MEMBER;
    }
    if (isBanned(join.user())) {
      return ErrorCode.BLOCKED;
    }
    if (!join.approved() && joinPolicy != JoinPolicy.OPEN) {
      return ErrorCode.FORBIDDEN;
    }
    if (!fits(1)) {
      return ErrorCode.CONFLICT;
    }
    enter(List.of(join.user()), join.user());
    return null;
  }

  private @Nullable ErrorCode remove(Step.Remove remove) {
    boolean leaving = remove.actor() == remove.user();
    ErrorCode refused = mayManage(remove.actor(), leaving ? Role.MEMBER : Role.ADMIN);
    if (refused != null) {
      return refused;
    }
    if (!members.containsKey(remove.user())) {
      return ErrorCode.NOT_FOUND;
    }
    if (leaving) {
      leave(remove.user());
      return null;
    }
    if (member(remove.actor()).role.ordinal() <= member(remove.user()).role.ordinal()) {
      return ErrorCode.FORBIDDEN;
    }
    notice("removed", remove.actor());
    members.remove(remove.user());
    return null;
  }

  private boolean isBanned(long user) {
    return bannedUntil.getOrDefault(user, 0L) > now;
  }

  private @Nullable ErrorCode ban(Step.Ban ban) {
    ErrorCode refused = mayManage(ban.actor(), Role.ADMIN);
    if (refused != null) {
      return refused;
    }
    if (ban.actor() == ban.user()) {
      return ErrorCode.VALIDATION_FAILED;
    }
    boolean member = members.containsKey(ban.user());
    if (member && member(ban.actor()).role.ordinal() <= member(ban.user()).role.ordinal()) {
      return ErrorCode.FORBIDDEN;
    }
    bannedUntil.put(ban.user(), ban.millis() == 0 ? 0 : now + ban.millis());
    if (member && ban.millis() > 0) {
      notice("removed", ban.actor());
      members.remove(ban.user());
    }
    return null;
  }

  private @Nullable ErrorCode block(Step.Block block) {
    if (!members.containsKey(block.user())) {
      return ErrorCode.NOT_MEMBER;
    }
    if (type != ConversationType.DIRECT) {
      return ErrorCode.FORBIDDEN;
    }
    if (block.blocked()) {
      blockers.add(block.user());
    } else {
      blockers.remove(block.user());
    }
    return null;
  }

  private void leave(long user) {
    if (members.size() == 1) {
      notice("disbanded", user);
      members.clear();
      return;
    }
    if (member(user).role == Role.OWNER) {
      long heir =
          members.keySet().stream()
              .filter(id -> id != user)
              .min(
                  Comparator.comparing((Long id) -> member(id).role)
                      .reversed()
                      .thenComparing(id -> member(id).joinSeq)
                      .thenComparing(Comparator.naturalOrder()))
              .orElseThrow();
      member(heir).role = Role.OWNER;
      member(heir).mutedUntil = 0;
      notice("role", user);
    }
    notice("left", user);
    members.remove(user);
  }

  private @Nullable ErrorCode change(Step.Change change) {
    ErrorCode refused = mayManage(change.actor(), Role.ADMIN);
    if (refused != null) {
      return refused;
    }
    if (change.policy() != null) {
      joinPolicy = change.policy();
    }
    if (change.name() != null && !change.name().equals(name)) {
      name = change.name();
      notice("renamed", change.actor());
    }
    return null;
  }

  private @Nullable ErrorCode changeMember(Step.ChangeMember change) {
    boolean ownNickname =
        change.actor() == change.user() && change.role() == null && change.muteMillis() == null;
    ErrorCode refused = mayManage(change.actor(), ownNickname ? Role.MEMBER : Role.ADMIN);
    if (refused != null) {
      return refused;
    }
    if (!members.containsKey(change.user())) {
      return ErrorCode.NOT_FOUND;
    }
    Member actor = member(change.actor());
    Member member = member(change.user());
    if (!ownNickname && actor.role.ordinal() <= member.role.ordinal()) {
      return ErrorCode.FORBIDDEN;
    }
    if (change.role() != null && actor.role != Role.OWNER) {
      return ErrorCode.FORBIDDEN;
    }
    if (change.nickname() != null) {
      member.nickname = change.nickname();
    }
    boolean muteChanged = mute(change, member);
    if (change.role() != null && change.role() != member.role) {
      actor.role = change.role() == Role.OWNER ? Role.ADMIN : actor.role;
      member.role = change.role();
      notice("role", change.actor());
    } else if (muteChanged) {
      notice("muted", change.actor());
    }
    return null;
  }

  private boolean mute(Step.ChangeMember change, Member member) {
    Integer millis = change.role() == Role.OWNER ? Integer.valueOf(0) : change.muteMillis();
    if (millis == null) {
      return false;
    }
    long before = member.mutedUntil > now ? member.mutedUntil : 0;
    member.mutedUntil = millis > 0 ? now + millis : 0;
    return before != member.mutedUntil;
  }

  private @Nullable ErrorCode disband(Step.Disband disband) {
    ErrorCode refused = mayManage(disband.actor(), Role.OWNER);
    if (refused == null) {
      notice("disbanded", disband.actor());
      members.clear();
    }
    return refused;
  }
}
