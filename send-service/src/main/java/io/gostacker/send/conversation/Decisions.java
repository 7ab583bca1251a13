package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Command.AddMembers;
import io.gostacker.common.transport.Command.Ban;
import io.gostacker.common.transport.Command.Block;
import io.gostacker.common.transport.Command.ChangeConversation;
import io.gostacker.common.transport.Command.ChangeMember;
import io.gostacker.common.transport.Command.Create;
import io.gostacker.common.transport.Command.Delivered;
import io.gostacker.common.transport.Command.Disband;
import io.gostacker.common.transport.Command.Join;
import io.gostacker.common.transport.Command.Read;
import io.gostacker.common.transport.Command.RemoveMember;
import io.gostacker.common.transport.Command.SendMessage;
import io.gostacker.common.transport.Command.Typing;
import io.gostacker.common.transport.Reply;
import java.util.List;

/// Who may do what in a conversation: the one place that decides. Messages and positions here,
/// changes of the conversation in [ConversationDecisions], of its members in [MemberDecisions], and
/// who is kept out in [ExclusionDecisions].
final class Decisions {
  private static final Decision DONE = new Decision.Answered(new Reply.Done());

  private Decisions() {}

  static Decision decide(ConversationState state, Command command, DecisionContext context) {
    return switch (command) {
      case SendMessage send -> send(state, send, context);
      case Create create -> ConversationDecisions.create(state, create, context);
      case ChangeConversation change -> ConversationDecisions.change(state, change, context);
      case Disband disband -> ConversationDecisions.disband(state, disband, context);
      case AddMembers add -> MemberDecisions.add(state, add, context);
      case Join join -> MemberDecisions.join(state, join, context);
      case RemoveMember remove -> MemberDecisions.remove(state, remove, context);
      case ChangeMember change -> MemberDecisions.change(state, change, context);
      case Ban ban -> ExclusionDecisions.ban(state, ban, context);
      case Block block -> ExclusionDecisions.block(state, block, context);
      case Read read -> read(state, read, context);
      case Delivered delivered -> delivered(state, delivered);
      case Typing typing -> state.isMember(typing.userId()) ? DONE : notMember();
    };
  }

  /// Client id first, so that a repeat gets its answer whatever has changed since; then membership,
  /// role, mute and block; then the seq.
  private static Decision send(ConversationState state, SendMessage send, DecisionContext context) {
    RecentClientIds.Result earlier = state.recent().find(send.senderId(), send.clientMessageId());
    if (earlier != null) {
      return new Decision.Answered(new Reply.Sent(state.id, earlier.seq(), earlier.sentAt(), true));
    }
    Members members = state.members();
    if (!members.contains(send.senderId())) {
      return notMember();
    }
    if (send.system() && SystemNotice.isNoticeId(send.clientMessageId())) {
      return refused(
          ErrorCode.VALIDATION_FAILED, "clientMessageId: system-<number> is the server's");
    }
    if (!send.system()) {
      if (state.type() == ConversationType.CHANNEL && !members.role(send.senderId()).manages()) {
        return refused(ErrorCode.FORBIDDEN, "In a channel only the owner and admins send");
      }
      if (members.mutedUntil(send.senderId()) > context.now()) {
        return refused(ErrorCode.MUTED, "You are muted in this conversation");
      }
      if (state.isBlocked(send.senderId())) {
        return refused(ErrorCode.BLOCKED, "The other side does not take messages from you");
      }
    }
    long seq = state.nextSeq(context.epoch());
    MessageAppended message =
        new MessageAppended(
            state.id,
            seq,
            state.lastOrdinal() + (send.system() ? 0 : 1),
            send.senderId(),
            send.deviceId(),
            send.clientMessageId(),
            send.system(),
            0,
            send.content(),
            context.now());
    Reply reply = new Reply.Sent(state.id, seq, context.now(), false);
    return new Decision.Accepted(List.of(message), after -> reply);
  }

  private static Decision read(ConversationState state, Read read, DecisionContext context) {
    if (!state.isMember(read.userId())) {
      return notMember();
    }
    long seq = Math.min(read.seq(), state.lastSeq());
    if (seq <= state.readSeq(read.userId())) {
      return DONE;
    }
    long ordinal = Math.max(state.ordinalAt(seq), context.ordinalAt(seq));
    if (ordinal == OrdinalIndex.UNKNOWN) {
      return new Decision.NeedsOrdinal(seq);
    }
    return accepted(
        new ReadMoved(state.id, read.userId(), seq, ordinal, read.deviceId()), new Reply.Done());
  }

  private static Decision delivered(ConversationState state, Delivered delivered) {
    if (!state.isMember(delivered.userId())) {
      return notMember();
    }
    long seq = Math.min(delivered.seq(), state.lastSeq());
    if (state.type() != ConversationType.DIRECT
        || seq <= state.members().positions(delivered.userId()).deliveredSeq()) {
      return DONE;
    }
    return accepted(
        new DeliveredMoved(state.id, delivered.userId(), seq, delivered.deviceId()),
        new Reply.Done());
  }

  static Decision accepted(LogRecord logRecord, Reply reply) {
    return new Decision.Accepted(List.of(logRecord), after -> reply);
  }

  static Decision done() {
    return DONE;
  }

  static Decision notMember() {
    return refused(ErrorCode.NOT_MEMBER, "You are not a member of this conversation");
  }

  static Decision forbidden(String what) {
    return refused(ErrorCode.FORBIDDEN, what);
  }

  static Decision refused(ErrorCode code, String message) {
    return new Decision.Answered(new Reply.Refused(code, message));
  }

  /// Whether somebody may act on another member: the owner on all, an admin on plain members.
  static boolean outranks(Role actor, Role target) {
    return actor.manages() && actor.compareTo(target) > 0;
  }
}
