package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.limit.Pace;
import io.gostacker.common.transport.Command;
import io.gostacker.meta.broadcast.Audience.All;
import io.gostacker.meta.broadcast.Audience.InConversation;
import io.gostacker.meta.broadcast.Audience.Users;
import io.gostacker.meta.broadcast.Broadcast.State;
import io.gostacker.meta.broadcast.Mailing.Mailed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Takes a broadcast a page further: some recipients get it, then where it is is written down. Who
/// goes on after a crash repeats one page at most, of which nobody gets anything twice. Blocks.
final class BroadcastPages {
  /// How long a turn goes on trying what is refused for the time being, so that others get theirs.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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

  /// Only one at a time may do so. With recipients that cannot be reached for the time being it
  /// stays where it is, and the page is repeated at its next turn.
  ///
  /// @param leads whether this instance still is the one; asked before each message
  void next(Broadcast broadcast, BooleanSupplier leads) throws InterruptedException {
    // A second's worth, so that a cancel and a change of the rate are felt soon.
    int limit = Math.min(Recipients.PAGE, broadcast.rate());
    long begun = System.nanoTime();
    BooleanSupplier tries =
        () ->
            System.nanoTime() - begun < PATIENCE.toNanos()
                && leads.getAsBoolean()
                && table.isRunning(broadcast.rowId());
    switch (broadcast.audience()) {
      case All all -> toUsers(broadcast, recipients.nextOfAll(broadcast, limit), leads, tries);
      case Users users -> toUsers(broadcast, recipients.nextOfList(broadcast, limit), leads, tries);
      case InConversation(long id) -> toConversation(broadcast, id, tries);
    }
  }

  private void toConversation(Broadcast broadcast, long conversationId, BooleanSupplier tries)
      throws InterruptedException {
    switch (delivery.toConversation(broadcast, conversationId, tries)) {
      case Outcome.Done done ->
          endAt(broadcast, conversationId, Tally.of(1, Map.of()), State.DONE, "");
      case Outcome.Refused(ErrorCode code, String message) ->
          endAt(
              broadcast,
              conversationId,
              Tally.of(0, Map.of(code, 1L)),
              State.FAILED,
              reason(code, message));
      case Outcome.Open open -> {}
    }
  }

  private void endAt(Broadcast broadcast, long to, Tally all, State state, String reason) {
    if (table.endAt(broadcast, to, all, state, reason, clock.millis())) {
      meters.count(all);
    }
  }

  private void toUsers(
      Broadcast broadcast, List<Long> page, BooleanSupplier leads, BooleanSupplier tries)
      throws InterruptedException {
    if (page.isEmpty()) {
      end(broadcast, State.DONE, "");
      return;
    }
    Map<Long, Command.Create> each = directs.of(broadcast, page);
    Mailed mailed =
        mailing.run(
            each.values(),
            direct -> delivery.toUser(broadcast, direct, tries),
            new Pace(broadcast.rate()),
            leads);
    long unknown = page.size() - each.size();
    if (mailed.whole()) {
      note(broadcast, page.getLast(), mailed.tally().plus(unknown(unknown)));
    } else if (!table.isRunning(broadcast.rowId())) {
      note(broadcast, broadcast.afterId(), mailed.tally()); // cancelled: nobody repeats it
    }
  }

  private static Tally unknown(long users) {
    return Tally.of(0, users == 0 ? Map.of() : Map.of(ErrorCode.NOT_FOUND, users));
  }

  private void note(Broadcast broadcast, long to, Tally more) {
    if (table.move(broadcast, to, broadcast.tally().plus(more))) {
      meters.count(more);
    }
  }

  /// Ends it for good.
  void fail(Broadcast broadcast, ErrorCode code, String message) {
    end(broadcast, State.FAILED, reason(code, message));
  }

  private static String reason(ErrorCode code, String message) {
    return code.wireName() + ": " + message;
  }

  /// Its total is how many there have been, as some were not yet to be seen when it was counted.
  private void end(Broadcast broadcast, State state, String reason) {
    boolean counted = state == State.DONE && !(broadcast.audience() instanceof InConversation);
    long total =
        counted ? broadcast.tally().sent() + broadcast.tally().failed() : broadcast.total();
    table.end(broadcast.rowId(), state, total, reason, clock.millis());
  }
}
