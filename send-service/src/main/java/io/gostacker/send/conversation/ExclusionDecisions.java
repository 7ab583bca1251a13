package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ExclusionChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.transport.Command.Ban;
import io.gostacker.common.transport.Command.Block;
import io.gostacker.common.transport.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Decides who is kept out.
final class ExclusionDecisions {

  private ExclusionDecisions() {}

  /// A member who is banned is removed by the same entry, so there is no moment between.
  static Decision ban(ConversationState state, Ban ban, DecisionContext context) {
    Decision refusal = ConversationDecisions.refusal(state, ban.actorId(), Role.ADMIN);
    if (refusal != null) {
      return refusal;
    }
    if (ban.userId() == ban.actorId()) {
      return Decisions.refused(ErrorCode.VALIDATION_FAILED, "userId: nobody bans himself");
    }
    boolean member = state.isMember(ban.userId());
    if (member
        && !Decisions.outranks(
            state.members().role(ban.actorId()), state.members().role(ban.userId()))) {
      return Decisions.forbidden("Only the owner may ban an admin, and nobody the owner");
    }
    long until = ban.until() > context.now() ? ban.until() : 0;
    Exclusions exclusions = state.exclusions();
    if (exclusions.bannedUntil(ban.userId(), context.now()) == until && !(member && until > 0)) {
      return Decisions.done();
    }
    if (until > 0
        && !exclusions.isBanned(ban.userId(), context.now())
        && exclusions.running(context.now()) >= Exclusions.MAX_BANS) {
      return Decisions.refused(ErrorCode.CONFLICT, "At most " + Exclusions.MAX_BANS + " bans");
    }
    List<LogRecord> records = new ArrayList<>();
    if (member && until > 0) {
      SystemNotice notice =
          new SystemNotice(state, context, "removed", ban.actorId()).users(ban.userId());
      records.add(
          new MemberLeft(state.id, ban.userId(), MemberDecisions.unlessChannel(state, notice)));
    }
    records.add(
        new ExclusionChanged(
            state.id, Exclusion.BAN, ban.userId(), until, ban.actorId(), context.now()));
    return new Decision.Accepted(records, after -> new Reply.Done());
  }

  static Decision block(ConversationState state, Block block, DecisionContext context) {
    if (!state.isMember(block.userId())) {
      return Decisions.notMember();
    }
    if (state.type() != ConversationType.DIRECT) {
      return Decisions.forbidden("Only in direct conversations");
    }
    if (state.exclusions().blockers().contains(block.userId()) == block.blocked()) {
      return Decisions.done();
    }
    return Decisions.accepted(
        blocked(state.id, block.userId(), block.blocked(), context), new Reply.Done());
  }

  /// What a direct conversation begins with.
  static List<ExclusionChanged> blockers(long id, long[] blockers, DecisionContext context) {
    return Arrays.stream(blockers).mapToObj(user -> blocked(id, user, true, context)).toList();
  }

  private static ExclusionChanged blocked(
      long id, long userId, boolean blocked, DecisionContext context) {
    return new ExclusionChanged(
        id, Exclusion.BLOCK, userId, Exclusions.end(blocked), userId, context.now());
  }
}
