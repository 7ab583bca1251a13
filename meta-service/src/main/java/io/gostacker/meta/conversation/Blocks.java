package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.meta.account.Accounts;
import java.time.Clock;
import java.util.Optional;

/// Whom users take no messages from. The row says what is wanted; what is enforced is part of the
/// direct conversation's state, decided in order with its messages. Once a call has returned, no
/// message of the blocked one is accepted any more. Blocks.
final class Blocks {
  /// How many a user may block.
  private static final int MAX = 10_000;

  /// How often the conversation is made to agree with the row, while others change it.
  private static final int TRIES = 5;

  private final Accounts accounts;
  private final BlockTable table;
  private final Reservations reservations;
  private final SendCalls send;
  private final Clock clock;

  Blocks(
      Accounts accounts, BlockTable table, Reservations reservations, SendCalls send, Clock clock) {
    this.accounts = accounts;
    this.table = table;
    this.reservations = reservations;
    this.send = send;
    this.clock = clock;
  }

  /// @throws Refusal `not_found`, `conflict` at the bound, or what the send service refuses: then
  ///   the outcome is open, and a repeat does it
  void block(int appId, long userId, long blockedId) {
    if (accounts.find(appId, blockedId).isEmpty()) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "No such user");
    }
    if (!table.isThere(userId, blockedId) && table.count(userId) >= MAX) {
      throw Refusal.of(ErrorCode.CONFLICT, "At most " + MAX + " users can be blocked");
    }
    table.put(userId, blockedId, clock.millis());
    settle(userId, blockedId);
  }

  /// As [#block]; does nothing for who is not blocked.
  void unblock(long userId, long blockedId) {
    table.remove(userId, blockedId);
    settle(userId, blockedId);
  }

  private void settle(long userId, long otherId) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Long> direct = reservations.existingDirect(userId, otherId);
      if (direct.isEmpty()) {
        return; // who creates it looks at the row
      }
      boolean wanted = table.isThere(userId, otherId);
      confirm(direct.get(), userId, otherId);
      send.done(new Command.Block(direct.get(), userId, wanted));
      if (table.isThere(userId, otherId) == wanted) {
        return;
      }
    }
    throw Refusal.of(ErrorCode.UNAVAILABLE, "It changes too often, try again");
  }

  /// The reservation may be all there is of it: its creation, under way or broken off, is
  /// confirmed.
  private void confirm(long conversationId, long userId, long otherId) {
    send.conversation(
        new Command.Create(
            conversationId,
            ConversationType.DIRECT,
            null,
            userId,
            new long[] {Math.min(userId, otherId), Math.max(userId, otherId)},
            JoinPolicy.INVITE,
            HistoryPolicy.JOINED,
            null,
            true,
            table.blockersAmong(userId, otherId)));
  }
}
