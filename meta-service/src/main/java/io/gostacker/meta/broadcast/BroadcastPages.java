package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.transport.Command;
import io.gostacker.meta.broadcast.Audience.All;
import io.gostacker.meta.broadcast.Audience.InConversation;
import io.gostacker.meta.broadcast.Audience.Users;
import io.gostacker.meta.broadcast.Broadcast.State;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Takes a broadcast a page further: some recipients get it, then where it is is written down. Who
/// goes on after a crash repeats one page at most, of which nobody gets anything twice. Blocks.
final class BroadcastPages {
  private final BroadcastTable table;
  private final Recipients recipients;
  private final Directs directs;
  private final BroadcastDelivery delivery;
  private final Mailing mailing;
  private final BroadcastMeters meters;
  private final Clock clock;

  BroadcastPages(
      BroadcastTable table,
      Recipients recipients,
      Directs directs,
      BroadcastDelivery delivery,
      Mailing mailing,
      BroadcastMeters meters,
      Clock clock) {
    this.table = table;
    this.recipients = recipients;
    this.directs = directs;
    this.delivery = delivery;
    this.mailing = mailing;
    this.meters = meters;
    this.clock = clock;
  }

  /// Only one at a time may do so.
  ///
  /// @param leads whether this instance still is the one; asked before each message
  void next(Broadcast broadcast, BooleanSupplier leads) throws InterruptedException {
    // A second's worth, so that a cancel and a change of the rate are felt soon.
    int limit = Math.min(Recipients.PAGE, broadcast.rate());
    switch (broadcast.audience()) {
      case All all -> toUsers(broadcast, recipients.nextOfAll(broadcast, limit), leads);
      case Users users -> toUsers(broadcast, recipients.nextOfList(broadcast, limit), leads);
      case InConversation(long id) -> toConversation(broadcast, id, leads);
    }
  }

  private void toConversation(Broadcast broadcast, long conversationId, BooleanSupplier leads)
      throws InterruptedException {
    Outcome outcome =
        delivery.toConversation(broadcast, conversationId, () -> goesOn(broadcast, leads));
    switch (outcome) {
      case Outcome.Done done -> {
        note(broadcast, conversationId, Tally.of(1, Map.of()));
        end(broadcast, State.DONE, "");
      }
      case Outcome.Refused(ErrorCode code, String message) -> {
        note(broadcast, conversationId, Tally.of(0, Map.of(code, 1L)));
        fail(broadcast, code, message);
      }
      case Outcome.Open open -> {}
    }
  }

  private void toUsers(Broadcast broadcast, List<Long> page, BooleanSupplier leads)
      throws InterruptedException {
    if (page.isEmpty()) {
      end(broadcast, State.DONE, "");
      return;
    }
    Map<Long, Command.Create> each = directs.of(broadcast, page);
    Tally sent =
        mailing.run(
            each.values(),
            direct -> delivery.toUser(broadcast, direct, () -> goesOn(broadcast, leads)),
            new Pace(broadcast.rate()),
            leads);
    long unknown = page.size() - each.size();
    if (leads.getAsBoolean()) {
      note(broadcast, page.getLast(), sent.plus(unknown(unknown)));
    }
  }

  private static Tally unknown(long users) {
    return Tally.of(0, users == 0 ? Map.of() : Map.of(ErrorCode.NOT_FOUND, users));
  }

  private boolean goesOn(Broadcast broadcast, BooleanSupplier leads) {
    return leads.getAsBoolean() && table.isRunning(broadcast.rowId());
  }

  private void note(Broadcast broadcast, long to, Tally more) {
    if (table.move(broadcast, to, broadcast.tally().plus(more))) {
      meters.count(more);
    }
  }

  /// Ends it for good.
  void fail(Broadcast broadcast, ErrorCode code, String message) {
    end(broadcast, State.FAILED, code.wireName() + ": " + message);
  }

  /// Its total is how many there have been, as some were not yet to be seen when it was counted.
  private void end(Broadcast broadcast, State state, String reason) {
    boolean counted = state == State.DONE && !(broadcast.audience() instanceof InConversation);
    long total =
        counted ? broadcast.tally().sent() + broadcast.tally().failed() : broadcast.total();
    table.end(broadcast.rowId(), state, total, reason, clock.millis());
  }
}
