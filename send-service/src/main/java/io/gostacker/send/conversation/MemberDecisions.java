package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.transport.Command.AddMembers;
import io.gostacker.common.transport.Command.ChangeMember;
import io.gostacker.common.transport.Command.Join;
import io.gostacker.common.transport.Command.RemoveMember;
import io.gostacker.common.transport.Reply;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what happens to members. In groups each change is told by a system message, in channels
/// only roles are.
final class MemberDecisions {

  private MemberDecisions() {}

  static Decision add(ConversationState state, AddMembers add, DecisionContext context) {
    Decision refusal = ConversationDecisions.refusal(state, add.actorId(), Role.ADMIN);
    if (refusal != null) {
      return refusal;
    }
    long[] asked = ConversationDecisions.sortedDistinct(add.userIds());
    Exclusions exclusions = state.exclusions();
    long[] already = Arrays.stream(asked).filter(state::isMember).toArray();
    long[] others = Arrays.stream(asked).filter(id -> !state.isMember(id)).toArray();
    long[] banned =
        Arrays.stream(others).filter(id -> exclusions.isBanned(id, context.now())).toArray();
    long[] added =
        Arrays.stream(others).filter(id -> !exclusions.isBanned(id, context.now())).toArray();
    Reply reply = new Reply.MembersAdded(added, already, banned);
    if (added.length == 0) {
      return new Decision.Answered(reply);
    }
    int room = ConversationDecisions.room(state.type(), context);
    if (state.memberCount() + added.length > room) {
      return Decisions.refused(ErrorCode.CONFLICT, "At most " + room + " members");
    }
    return Decisions.accepted(joined(state, add.actorId(), added, context), reply);
  }

  static Decision join(ConversationState state, Join join, DecisionContext context) {
    if (state.isMember(join.userId())) {
      return new Decision.Answered(new Reply.Conversation(state.view(join.userId()), true));
    }
    JoinPolicy policy = state.settings().joinPolicy();
    if (state.memberCount() == 0
        || state.type() == ConversationType.DIRECT
        || (policy == JoinPolicy.INVITE && !join.approved())) {
      return Decisions.notMember();
    }
    if (state.exclusions().isBanned(join.userId(), context.now())) {
      return Decisions.refused(ErrorCode.BLOCKED, "This user is banned from this conversation");
    }
    if (policy == JoinPolicy.APPROVAL && !join.approved()) {
      return Decisions.forbidden("Joining needs approval");
    }
    int room = ConversationDecisions.room(state.type(), context);
    if (state.memberCount() >= room) {
      return Decisions.refused(ErrorCode.CONFLICT, "At most " + room + " members");
    }
    LogRecord joined = joined(state, join.userId(), new long[] {join.userId()}, context);
    return ConversationDecisions.seenBy(List.of(joined), join.userId(), false);
  }

  static Decision remove(ConversationState state, RemoveMember remove, DecisionContext context) {
    boolean leaving = remove.actorId() == remove.userId();
    Decision refusal =
        ConversationDecisions.refusal(state, remove.actorId(), leaving ? Role.MEMBER : Role.ADMIN);
    if (refusal != null) {
      return refusal;
    }
    if (!state.isMember(remove.userId())) {
      return Decisions.refused(ErrorCode.NOT_FOUND, "This user is not a member");
    }
    if (leaving) {
      return leave(state, remove.userId(), context);
    }
    Role target = state.members().role(remove.userId());
    if (!Decisions.outranks(state.members().role(remove.actorId()), target)) {
      return Decisions.forbidden("Only the owner may remove an admin, and nobody the owner");
    }
    SystemNotice notice =
        new SystemNotice(state, context, "removed", remove.actorId()).users(remove.userId());
    return Decisions.accepted(
        new MemberLeft(state.id, remove.userId(), unlessChannel(state, notice)), new Reply.Done());
  }

  /// The owner who leaves hands over to who has been here longest, admins first; the last one takes
  /// the conversation along.
  private static Decision leave(ConversationState state, long userId, DecisionContext context) {
    if (state.memberCount() == 1) {
      return Decisions.accepted(
          ConversationDecisions.disbanded(state, userId, context), new Reply.Done());
    }
    if (state.settings().ownerId() != userId) {
      return Decisions.accepted(left(state, userId, context), new Reply.Done());
    }
    long heir = state.members().heirOf(userId);
    ConversationState after = state.fork();
    LogRecord handedOver = owner(after, userId, heir, context);
    after.apply(handedOver, context.epoch());
    return new Decision.Accepted(
        List.of(handedOver, left(after, userId, context)), done -> new Reply.Done());
  }

  private static MemberLeft left(ConversationState state, long userId, DecisionContext context) {
    SystemNotice notice = new SystemNotice(state, context, "left", userId).users(userId);
    return new MemberLeft(state.id, userId, unlessChannel(state, notice));
  }

  private static MemberChanged owner(
      ConversationState state, long actorId, long heir, DecisionContext context) {
    SystemNotice notice =
        new SystemNotice(state, context, "role", actorId).users(heir).role(Role.OWNER);
    Long unmuted = state.members().mutedUntil(heir) == 0 ? null : 0L;
    return new MemberChanged(state.id, heir, Role.OWNER, null, unmuted, notice.message());
  }

  static Decision change(ConversationState state, ChangeMember change, DecisionContext context) {
    boolean self = change.actorId() == change.userId();
    boolean onlyNickname = change.role() == null && change.mutedUntil() == null;
    Decision refusal =
        ConversationDecisions.refusal(
            state, change.actorId(), self && onlyNickname ? Role.MEMBER : Role.ADMIN);
    if (refusal != null) {
      return refusal;
    }
    if (!state.isMember(change.userId())) {
      return Decisions.refused(ErrorCode.NOT_FOUND, "This user is not a member");
    }
    Role actor = state.members().role(change.actorId());
    Role target = state.members().role(change.userId());
    if (!(self && onlyNickname) && !Decisions.outranks(actor, target)) {
      return Decisions.forbidden("Only who stands above a member may change that member");
    }
    if (change.role() != null && actor != Role.OWNER) {
      return Decisions.forbidden("Only the owner gives and takes roles");
    }
    return changed(state, change, target, context);
  }

  private static Decision changed(
      ConversationState state, ChangeMember change, Role present, DecisionContext context) {
    Role role = change.role() == present ? null : change.role();
    Long until = newMute(state, change, context);
    String nickname = change.nickname();
    String known = state.members().nickname(change.userId());
    if (nickname != null && nickname.equals(known == null ? "" : known)) {
      nickname = null;
    }
    if (role == null && until == null && nickname == null) {
      return Decisions.done();
    }
    return Decisions.accepted(
        new MemberChanged(
            state.id,
            change.userId(),
            role,
            nickname,
            until,
            changeNotice(state, change, role, until, context)),
        new Reply.Done());
  }

  /// The mute that the change leads to; null when nothing changes. A time that has passed is no
  /// mute. Nobody stands above an owner to end his mute, so becoming one ends it.
  private static @Nullable Long newMute(
      ConversationState state, ChangeMember change, DecisionContext context) {
    Long asked = change.role() == Role.OWNER ? Long.valueOf(0) : change.mutedUntil();
    if (asked == null) {
      return null;
    }
    long before = effective(state.members().mutedUntil(change.userId()), context);
    long after = effective(asked, context);
    return before == after ? null : Long.valueOf(after);
  }

  private static long effective(long mutedUntil, DecisionContext context) {
    return mutedUntil > context.now() ? mutedUntil : 0;
  }

  /// One change, one notice: a role before a mute when both change; a nickname is not told.
  private static @Nullable MessageAppended changeNotice(
      ConversationState state,
      ChangeMember change,
      @Nullable Role role,
      @Nullable Long until,
      DecisionContext context) {
    if (role != null) {
      return new SystemNotice(state, context, "role", change.actorId())
          .users(change.userId())
          .role(role)
          .message();
    }
    if (until != null) {
      SystemNotice notice =
          new SystemNotice(state, context, "muted", change.actorId())
              .users(change.userId())
              .until(until);
      return unlessChannel(state, notice);
    }
    return null;
  }

  private static MembersJoined joined(
      ConversationState state, long actorId, long[] userIds, DecisionContext context) {
    SystemNotice notice = new SystemNotice(state, context, "joined", actorId).users(userIds);
    return new MembersJoined(state.id, userIds, context.now(), unlessChannel(state, notice));
  }

  static @Nullable MessageAppended unlessChannel(ConversationState state, SystemNotice notice) {
    return state.type() == ConversationType.CHANNEL ? null : notice.message();
  }
}
