package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.common.transport.Command;
import io.gostacker.meta.conversation.Reservations.Reservation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The direct conversations of a user with many others, looked up together. Blocks.
public final class DirectConversations {
  private static final List<Long> NOBODY = List.of();

  private final Reservations reservations;
  private final BlockTable blocks;
  private final Transactions transactions;

  DirectConversations(Reservations reservations, BlockTable blocks, Transactions transactions) {
    this.reservations = reservations;
    this.blocks = blocks;
    this.transactions = transactions;
  }

  /// For each of the others what makes the conversation, or confirms it: their ids are reserved,
  /// and with [Command.Create#reservedBefore] it exists unless its creation was broken off.
  ///
  /// @param others existing users besides this one, ascending and distinct, some hundred at most
  public Map<Long, Command.Create> withEach(long user, List<Long> others) {
    if (others.isEmpty()) {
      return Map.of();
    }
    Map<Long, Reservation> reserved = transactions.run(() -> reservations.directs(user, others));
    // After the reservations stand: see Creation.
    Map<Long, List<Long>> blockers = blocks.blockers(user, others);
    Map<Long, Command.Create> all = LinkedHashMap.newLinkedHashMap(others.size());
    reserved.forEach((other, reservation) ->
        all.put(other, create(user, other, reservation, blockers.getOrDefault(other, NOBODY))));
    return all;
  }

  private static Command.Create create(
      long user, long other, Reservation reserved, List<Long> blockers) {
    return new Command.Create(
        reserved.conversationId(),
        ConversationType.DIRECT,
        null,
        user,
        new long[] {Math.min(user, other), Math.max(user, other)},
        JoinPolicy.INVITE,
        HistoryPolicy.ALL,
        null,
        reserved.before(),
        blockers.stream().mapToLong(Long::longValue).toArray());
  }
}
