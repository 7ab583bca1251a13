package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.conversation.Reservations.Reservation;
import io.gostacker.meta.random.RandomIds;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Creates conversations: reserves the id, then has it created or confirmed. A repeat of a direct
/// conversation's creation, or of one with the same `Idempotency-Key`, gets the one that exists.
/// Blocks.
final class Creation {
  private final Accounts accounts;
  private final Reservations reservations;
  private final BlockTable blocks;
  private final RandomIds random;
  private final SendCalls send;

  Creation(
      Accounts accounts,
      Reservations reservations,
      BlockTable blocks,
      RandomIds random,
      SendCalls send) {
    this.accounts = accounts;
    this.reservations = reservations;
    this.blocks = blocks;
    this.random = random;
    this.send = send;
  }

  /// An `Idempotency-Key`.
  ///
  /// @param scope within which it stands for one conversation
  record Key(long scope, String text) {}

  Reply.Conversation create(
      int appId, long creatorId, CreateRequest.Valid request, @Nullable Key key) {
    refuseUnknown(appId, request.memberIds());
    Reservation reserved = reserve(request, key);
    return send.conversation(
        new Command.Create(
            reserved.conversationId(),
            request.type(),
            request.name(),
            creatorId,
            request.memberIds(),
            request.joinPolicy(),
            request.history(),
            request.ext(),
            reserved.before(),
            blockers(request)));
  }

  /// Looked up after the reservation, as who blocks looks for the reservation after the block
  /// stands: one of the two sees the other.
  private long[] blockers(CreateRequest.Valid request) {
    return request.type() == ConversationType.DIRECT
        ? blocks.blockersAmong(request.memberIds()[0], request.memberIds()[1])
        : new long[0];
  }

  private Reservation reserve(CreateRequest.Valid request, @Nullable Key key) {
    if (request.type() == ConversationType.DIRECT) {
      return reservations.direct(request.memberIds()[0], request.memberIds()[1]);
    }
    return key == null
        ? new Reservation(random.entityId(), false)
        : reservations.keyed(key.scope(), key.text());
  }

  private void refuseUnknown(int appId, long[] memberIds) {
    Set<Long> known = accounts.existing(appId, memberIds);
    FieldErrors errors = new FieldErrors();
    for (long id : memberIds) {
      errors.require(known.contains(id), "memberIds", "there is no user " + id);
    }
    errors.refuse();
  }
}
