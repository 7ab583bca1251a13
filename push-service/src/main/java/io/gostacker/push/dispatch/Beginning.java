package io.gostacker.push.dispatch;

import io.gostacker.common.transaction.Transactions;
import io.gostacker.push.outbox.NotificationTable;
import java.time.InstantSource;
import java.util.Map;

/// What is done when a process begins to lead: everybody learns which providers there are, and what
/// the one before had claimed is due again.
final class Beginning {
  private final ProviderNames names;
  private final Map<String, String> providers;
  private final NotificationTable notifications;
  private final Transactions transactions;
  private final InstantSource clock;

  /// @param providers their public keys by name; empty where there is none
  Beginning(
      ProviderNames names,
      Map<String, String> providers,
      NotificationTable notifications,
      Transactions transactions,
      InstantSource clock) {
    this.names = names;
    this.providers = providers;
    this.notifications = notifications;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Blocks.
  void run() {
    transactions.run(() -> {
      names.put(providers);
      long lease = ProviderQueue.LEASE.toMillis();
      providers.keySet().forEach(name -> notifications.reclaim(name, clock.millis(), lease));
      return true;
    });
  }
}
