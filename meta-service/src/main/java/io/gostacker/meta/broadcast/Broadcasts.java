package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.broadcast.Audience.All;
import io.gostacker.meta.broadcast.Audience.InConversation;
import io.gostacker.meta.broadcast.Audience.Users;
import io.gostacker.meta.broadcast.Broadcast.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;

/// What the app does with its broadcasts. Whoever leads sees it within a page. Blocks.
final class Broadcasts {
  /// That run at a time; each gets a page in turn.
  private static final int MAX_RUNNING = 100;

  private static final Duration RETRY = Duration.ofSeconds(30);

  private final BroadcastTable table;
  private final Recipients recipients;
  private final Transactions transactions;
  private final int defaultRate;
  private final Clock clock;

  Broadcasts(
      BroadcastTable table,
      Recipients recipients,
      Transactions transactions,
      int defaultRate,
      Clock clock) {
    this.table = table;
    this.recipients = recipients;
    this.transactions = transactions;
    this.defaultRate = defaultRate;
    this.clock = clock;
  }

  /// The one that the same request began earlier.
  ///
  /// @throws Refusal `conflict` if another request began it
  Optional<Broadcast> same(int appId, String broadcastId, BroadcastRequest.Valid request) {
    Optional<byte[]> hash = table.requestHash(appId, broadcastId);
    if (hash.isPresent() && !Arrays.equals(hash.get(), RequestHash.of(request))) {
      throw Refusal.of(ErrorCode.CONFLICT, "There is another broadcast by this id");
    }
    return hash.isPresent() ? table.find(appId, broadcastId) : Optional.empty();
  }

  /// Begins one.
  ///
  /// @throws Refusal `overloaded` if too many run
  /// @return false if somebody else has just begun one by this id
  boolean begin(int appId, String broadcastId, BroadcastRequest.Valid request) {
    long now = clock.millis();
    Integer rate = request.rate();
    Broadcast broadcast =
        new Broadcast(
            0,
            appId,
            broadcastId,
            State.RUNNING,
            request.senderId(),
            request.saying(),
            request.to().audience(),
            rate == null ? defaultRate : rate,
            total(appId, request, now),
            0,
            Tally.of(0, Map.of()),
            "",
            now,
            0);
    try {
      transactions.run(() -> {
        checkRoom();
        long rowId = table.insert(broadcast, RequestHash.of(request));
        recipients.keep(rowId, request.to().userIds());
        return rowId;
      });
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  private void checkRoom() {
    if (table.running().size() >= MAX_RUNNING) {
      throw Refusal.retryAfter(
          ErrorCode.OVERLOADED, MAX_RUNNING + " broadcasts run already, try again", RETRY);
    }
  }

  private long total(int appId, BroadcastRequest.Valid request, long now) {
    return switch (request.to().audience()) {
      case All all -> recipients.countAll(appId, request.senderId(), now);
      case Users(long count) -> count;
      case InConversation in -> 1;
    };
  }

  /// @throws Refusal `not_found`
  Broadcast existing(int appId, String broadcastId) {
    return table
        .find(appId, broadcastId)
        .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "No such broadcast"));
  }

  /// The newest first.
  ///
  /// @param before rows below this one
  List<Broadcast> page(int appId, long before, int limit) {
    return table.page(appId, before, limit);
  }

  /// Sends no more of it.
  ///
  /// @return whether there was more to send
  boolean cancel(Broadcast broadcast) {
    return table.end(broadcast.rowId(), State.CANCELLED, broadcast.total(), "", clock.millis());
  }

  /// From its next page on.
  ///
  /// @throws Refusal `conflict` if it is over
  void changeRate(Broadcast broadcast, int rate) {
    if (!table.changeRate(broadcast.rowId(), rate)) {
      throw Refusal.of(ErrorCode.CONFLICT, "This broadcast is over");
    }
  }
}
