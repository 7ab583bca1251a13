package io.gostacker.push.dispatch;

import io.gostacker.common.reload.Reloadable;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.push.outbox.DeadNotifications;
import io.gostacker.push.outbox.NotificationTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks how much waits, and forgets what is old. Called every second by one thread.
final class Upkeep {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration COUNT = Duration.ofSeconds(5);

  /// What is due by then waits for its provider; what is due later waits for the end of quiet
  /// hours.
  private static final Duration SOON = Duration.ofMinutes(10);

  private static final Duration FORGET = Duration.ofMinutes(1);

  /// How long it is remembered what a device was told: longer than anything is handed back.
  private static final Duration REMEMBER = Duration.ofDays(2);

  private static final Duration REMEMBER_DEAD = Duration.ofDays(30);

  private final NotificationTable notifications;
  private final DeadNotifications dead;
  private final Transactions transactions;
  private final Reloadable<DispatchSettings> settings;
  private final PushMeters meters;
  private final InstantSource clock;
  private long countedAt = System.nanoTime() - COUNT.toNanos();
  private long forgotAt = System.nanoTime();
  private volatile boolean full;

  Upkeep(
      NotificationTable notifications,
      DeadNotifications dead,
      Transactions transactions,
      Reloadable<DispatchSettings> settings,
      PushMeters meters,
      InstantSource clock) {
    this.notifications = notifications;
    this.dead = dead;
    this.transactions = transactions;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
  }

  /// Whether so many wait that nobody new is to be noted.
  boolean isFull() {
    return full;
  }

  /// @param behind events of the feed that were not looked at
  void run(List<ProviderQueue> queues, long behind) {
    long now = System.nanoTime();
    if (now - countedAt >= COUNT.toNanos()) {
      countedAt = now;
      count(queues, behind);
    }
    if (now - forgotAt >= FORGET.toNanos()) {
      forgotAt = now;
      forget(queues);
    }
  }

  private void count(List<ProviderQueue> queues, long behind) {
    int bound = settings.get().maxWaiting();
    long waiting = 0;
    long delay = 0;
    boolean anyFull = false;
    for (ProviderQueue queue : queues) {
      long its = notifications.waiting(queue.name(), clock.millis() + SOON.toMillis(), bound);
      anyFull |= its >= bound;
      waiting += its;
      delay = Math.max(delay, notifications.delay(queue.name(), clock.millis()));
    }
    if (anyFull && !full) {
      log.error(
          "As many notifications wait as gostacker.push.max-waiting allows; nobody new is noted"
              + " until they are fewer");
    }
    full = anyFull;
    meters.state(waiting, delay, behind);
  }

  private void forget(List<ProviderQueue> queues) {
    long now = clock.millis();
    notifications.forget(now - REMEMBER.toMillis());
    dead.forget(now - REMEMBER_DEAD.toMillis());
    Set<String> names = queues.stream().map(ProviderQueue::name).collect(Collectors.toSet());
    long before = now - settings.get().giveUpAfter().toMillis();
    int given = transactions.run(() -> dead.giveUpOrphans(names, before, now));
    if (given > 0) {
      log.error("{} notifications are given up, whose providers are not configured", given);
    }
  }
}
