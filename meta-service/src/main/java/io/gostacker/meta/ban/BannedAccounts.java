package io.gostacker.meta.ban;

import io.gostacker.common.token.Bans;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.event.AccountEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/// The running bans in memory: this instance's at once, another's at the next [#poll]. As many as
/// there are; an entry dropped would let somebody in. Thread-safe.
public final class BannedAccounts implements Bans {
  /// How far back a poll looks: longer than a transaction takes and common clocks differ.
  private static final Duration OVERLAP = Duration.ofSeconds(30);

  private static final Duration BETWEEN_FULL = Duration.ofMinutes(1);

  private final BanTable table;
  private final Transactions transactions;
  private final AccountEvents events;
  private final Clock clock;
  private final ConcurrentMap<Long, Long> untilByUser = new ConcurrentHashMap<>();
  private long lastFull;

  /// Reads the bans that there are; MySQL must be there.
  BannedAccounts(BanTable table, Transactions transactions, AccountEvents events, Clock clock) {
    this.table = table;
    this.transactions = transactions;
    this.events = events;
    this.clock = clock;
    poll();
  }

  @Override
  public boolean isBanned(long userId) {
    Long until = untilByUser.get(userId);
    return until != null && until > clock.millis();
  }

  /// Bans a user from now on. Sessions are the caller's to end, after this. Not inside a
  /// transaction: a poll must see it.
  ///
  /// @param until epoch milliseconds, or [BanTable#FOR_EVER]
  public synchronized void ban(long userId, long until, String reason) {
    put(userId, until, reason);
    untilByUser.put(userId, until);
  }

  public synchronized void lift(long userId) {
    put(userId, 0, "");
    untilByUser.remove(userId);
  }

  private void put(long userId, long until, String reason) {
    transactions.run(() -> {
      table.put(userId, until, reason);
      events.banned(userId, until, reason);
      return userId;
    });
  }

  /// Learns what other instances did and forgets what has ended.
  synchronized void poll() {
    long now = clock.millis();
    if (Math.abs(now - lastFull) >= BETWEEN_FULL.toMillis()) {
      take(table.running());
      lastFull = now;
    }
    table
        .changedSince(now - OVERLAP.toMillis())
        .forEach(ban -> untilByUser.put(ban.userId(), ban.until()));
    untilByUser.values().removeIf(until -> until <= now);
  }

  /// These and no others, also after polls that failed for longer than a poll looks back.
  private void take(List<BanTable.Ban> running) {
    Map<Long, Long> untils =
        running.stream().collect(Collectors.toMap(BanTable.Ban::userId, BanTable.Ban::until));
    untilByUser.putAll(untils);
    untilByUser.keySet().retainAll(untils.keySet());
  }
}
