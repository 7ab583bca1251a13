package io.gostacker.meta.broadcast;

import io.gostacker.common.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Forgets broadcasts that have been over for long, with their lists. In small steps, so it holds
/// no lock for long; several at once do no harm.
final class BroadcastForgetting {
  private static final int STEP = 100;

  private final BroadcastTable table;
  private final Recipients recipients;
  private final Transactions transactions;
  private final Duration retention;
  private final Clock clock;

  BroadcastForgetting(
      BroadcastTable table,
      Recipients recipients,
      Transactions transactions,
      Duration retention,
      Clock clock) {
    this.table = table;
    this.recipients = recipients;
    this.transactions = transactions;
    this.retention = retention;
    this.clock = clock;
  }

  /// Forgets what is too old by now. Blocks.
  void run() {
    long last = clock.millis() - retention.toMillis();
    List<Long> old;
    do {
      old = table.endedBefore(last, STEP);
      old.forEach(this::forget);
    } while (old.size() == STEP);
  }

  private void forget(long rowId) {
    transactions.run(() -> {
      recipients.forget(rowId);
      table.delete(rowId);
      return rowId;
    });
  }
}
