package io.gostacker.push.dispatch;

import io.gostacker.common.reload.Reloadable;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.push.outbox.Claimed;
import io.gostacker.push.outbox.DeadNotifications;
import io.gostacker.push.outbox.NotificationTable;
import io.gostacker.push.outbox.PushTokens;
import io.gostacker.push.provider.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what providers said. All methods block.
final class Results {
  private static final Logger log = LoggerFactory.getLogger(Results.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 20;

  private final NotificationTable notifications;
  private final DeadNotifications dead;
  private final PushTokens tokens;
  private final Transactions transactions;
  private final Reloadable<DispatchSettings> settings;
  private final PushMeters meters;
  private final InstantSource clock;

  Results(
      NotificationTable notifications,
      DeadNotifications dead,
      PushTokens tokens,
      Transactions transactions,
      Reloadable<DispatchSettings> settings,
      PushMeters meters,
      InstantSource clock) {
    this.notifications = notifications;
    this.dead = dead;
    this.tokens = tokens;
    this.transactions = transactions;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
  }

  /// Writes some, all or none.
  void write(List<Result> some) {
    List<PushMeters.Result> counted =
        transactions.run(() -> {
          List<PushMeters.Result> counts = new ArrayList<>();
          List<Claimed> told = new ArrayList<>();
          some.forEach(each -> counts.add(write(each, told)));
          notifications.told(told, clock.millis());
          return counts;
        });
    counted.forEach(meters::count);
  }

  private PushMeters.Result write(Result each, List<Claimed> told) {
    return switch (each.outcome()) {
      case Outcome.Taken() -> {
        told.add(each.claimed());
        yield PushMeters.Result.TAKEN;
      }
      case Outcome.Gone(String reason) -> {
        Claimed gone = each.claimed();
        log.info("A device of user {} is notified no more: {}", gone.userId(), reason);
        if (tokens.remove(gone.userId(), gone.deviceId(), each.token())) {
          told.add(gone);
        } else {
          notifications.later(gone, clock.millis(), clock.millis()); // by the token of now
        }
        yield PushMeters.Result.GONE;
      }
      case Outcome.Refused(String reason) -> giveUp(each.claimed(), reason, told);
      case Outcome.Later later -> later(each.claimed(), later, told);
    };
  }

  private PushMeters.Result giveUp(Claimed claimed, String reason, List<Claimed> told) {
    log.error("A notification of user {} is given up: {}", claimed.userId(), reason);
    dead.add(claimed, reason, clock.millis());
    told.add(claimed);
    return PushMeters.Result.GIVEN_UP;
  }

  private PushMeters.Result later(Claimed claimed, Outcome.Later later, List<Claimed> told) {
    long now = clock.millis();
    long firstAt = claimed.firstAt() == 0 ? now : claimed.firstAt();
    if (now - firstAt >= settings.get().giveUpAfter().toMillis()) {
      return giveUp(claimed, later.reason(), told);
    }
    long first = settings.get().firstRetry().toMillis();
    long doubled = first << Math.min(MOST_DOUBLINGS, claimed.tries());
    long asked = later.after().map(Duration::toMillis).orElse(0L);
    long wait =
        Math.max(
            Math.min(LONGEST_WAIT.toMillis(), doubled), Math.min(LONGEST_ASKED.toMillis(), asked));
    notifications.later(claimed, now, now + wait);
    return PushMeters.Result.FAILED;
  }
}
