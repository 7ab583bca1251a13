package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.transport.Command.ChangeConversation;
import io.gostacker.common.transport.Command.Create;
import io.gostacker.common.transport.Command.Disband;
import io.gostacker.common.transport.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decides what happens to a conversation as a whole.
final class ConversationDecisions {

  private ConversationDecisions() {}

  static Decision create(ConversationState state, Create create, DecisionContext context) {
    if (state.exists()) {
      return state.isMember(create.creatorId()) && state.type() == create.type()
          ? new Decision.Answered(new Reply.Conversation(state.view(create.creatorId()), true))
          : Decisions.refused(ErrorCode.CONFLICT, "This conversation is no longer yours");
    }
    int room = room(create.type(), context);
    if (create.memberIds().length > room) {
      return Decisions.refused(ErrorCode.CONFLICT, "At most " + room + " members");
    }
    boolean direct = create.type() == ConversationType.DIRECT;
    long before = seqBeforeFirst(create, context);
    MessageAppended notice =
        direct
            ? null
            : new SystemNotice(state, context, "created", create.creatorId())
                .name(create.name())
                .message(before + 1);
    ConversationCreated created =
        new ConversationCreated(
            state.id,
            create.type(),
            create.name(),
            direct ? 0 : create.creatorId(),
            create.memberIds(),
            create.joinPolicy(),
            create.history(),
            create.ext(),
            context.now(),
            before,
            notice);
    List<LogRecord> records = new ArrayList<>(List.of(created));
    records.addAll(ExclusionDecisions.blockers(state.id, create.blockers(), context));
    return seenBy(records, create.creatorId(), false);
  }

  /// 0; above all that an earlier life may have had, when a log that was lost may have held one.
  private static long seqBeforeFirst(Create create, DecisionContext context) {
    return create.reservedBefore()
        ? ConversationState.EPOCH_JUMP * Math.max(0, context.epoch() - 1)
        : 0;
  }

  static Decision change(
      ConversationState state, ChangeConversation change, DecisionContext context) {
    Decision refusal = refusal(state, change.actorId(), Role.ADMIN);
    if (refusal != null) {
      return refusal;
    }
    Settings now = state.settings();
    String name = Objects.equals(change.name(), now.name()) ? null : change.name();
    JoinPolicy policy = change.joinPolicy() == now.joinPolicy() ? null : change.joinPolicy();
    byte[] ext = Arrays.equals(change.ext(), now.ext()) ? null : change.ext();
    if (name == null && policy == null && ext == null) {
      return new Decision.Answered(new Reply.Conversation(state.view(change.actorId()), true));
    }
    MessageAppended notice =
        name == null
            ? null
            : new SystemNotice(state, context, "renamed", change.actorId()).name(name).message();
    return seenBy(
        List.of(new ConversationChanged(state.id, name, policy, ext, notice)),
        change.actorId(),
        true);
  }

  static Decision disband(ConversationState state, Disband disband, DecisionContext context) {
    Decision refusal = refusal(state, disband.actorId(), Role.OWNER);
    if (refusal != null) {
      return refusal;
    }
    return Decisions.accepted(disbanded(state, disband.actorId(), context), new Reply.Done());
  }

  static ConversationDisbanded disbanded(
      ConversationState state, long actorId, DecisionContext context) {
    return new ConversationDisbanded(
        state.id, context.now(), new SystemNotice(state, context, "disbanded", actorId).message());
  }

  /// What stands against a change by this user; null when nothing does.
  static @Nullable Decision refusal(ConversationState state, long actorId, Role needed) {
    if (!state.isMember(actorId)) {
      return Decisions.notMember();
    }
    if (state.type() == ConversationType.DIRECT) {
      return Decisions.forbidden("A direct conversation cannot be changed");
    }
    if (state.members().role(actorId).compareTo(needed) < 0) {
      return Decisions.forbidden(
          needed == Role.OWNER
              ? "Only the owner may do this"
              : "Only owner and admins may do this");
    }
    return null;
  }

  static int room(ConversationType type, DecisionContext context) {
    return switch (type) {
      case DIRECT -> 2;
      case GROUP -> context.groupMembers();
      case CHANNEL -> context.channelMembers();
    };
  }

  static Decision seenBy(List<? extends LogRecord> records, long userId, boolean existed) {
    return new Decision.Accepted(
        List.copyOf(records), after -> new Reply.Conversation(after.view(userId), existed));
  }

  static long[] sortedDistinct(long[] ids) {
    return Arrays.stream(ids).sorted().distinct().toArray();
  }
}
