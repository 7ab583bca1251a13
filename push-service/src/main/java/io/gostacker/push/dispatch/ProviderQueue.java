package io.gostacker.push.dispatch;

import io.gostacker.common.limit.Pace;
import io.gostacker.common.reload.Reloadable;
import io.gostacker.push.outbox.Claimed;
import io.gostacker.push.outbox.NotificationTable;
import io.gostacker.push.provider.Lane;
import io.gostacker.push.provider.Notification;
import io.gostacker.push.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due of one provider, in batches, as long as this process leads. Providers do not
/// wait for each other.
///
/// What is claimed is this process's until its lease ends. It is sent within seconds or not at all,
/// so whoever claims it after that does not meet it on its way.
final class ProviderQueue {
  private static final Logger log = LoggerFactory.getLogger(ProviderQueue.class);

  /// How long a claim lasts.
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final int BATCH = 200;

  /// How old what was looked up for a batch may be when one of it is sent: the user may read, leave
  /// or log out.
  private static final Duration FRESH = Duration.ofSeconds(3);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PAUSE_WHEN_FULL = Duration.ofMillis(20);
  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

  private final Lane lane;
  private final NotificationTable notifications;
  private final Batch batch;
  private final ResultQueue results;
  private final Reloadable<DispatchSettings> settings;
  private final InstantSource clock;
  private final Pace pace;
  private final Semaphore places;
  private final Set<Thread> batches = ConcurrentHashMap.newKeySet();
  private long latestLease;
  private volatile long troubledUntil = System.nanoTime();

  ProviderQueue(
      Lane lane,
      NotificationTable notifications,
      Batch batch,
      ResultQueue results,
      Reloadable<DispatchSettings> settings,
      InstantSource clock) {
    this.lane = lane;
    this.notifications = notifications;
    this.batch = batch;
    this.results = results;
    this.settings = settings;
    this.clock = clock;
    this.pace = new Pace(lane.rate());
    this.places = new Semaphore(lane.atOnce());
  }

  String name() {
    return lane.provider().name();
  }

  ResultQueue results() {
    return results;
  }

  /// Sends until interrupted; then what was claimed and not sent is due again when its lease ends.
  /// Blocks.
  void run(BooleanSupplier leads) {
    try {
      while (leads.getAsBoolean()) {
        try {
          Thread.sleep(turn(leads));
        } catch (RuntimeException e) {
          log.warn("Notifications by {} cannot be looked up now: {}", name(), e.toString());
          Thread.sleep(PAUSE_AFTER_TROUBLE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // leads no more
    } finally {
      batches.forEach(Thread::interrupt);
    }
  }

  /// @return how long there is nothing to do
  private Duration turn(BooleanSupplier leads) {
    int free = settings.get().queueSize() - results.inHand();
    boolean troubled = System.nanoTime() - troubledUntil < 0;
    if (free <= 0 || batches.size() >= settings.get().workers() || troubled) {
      return PAUSE_WHEN_FULL;
    }
    long now = clock.millis();
    latestLease = Math.max(latestLease + 1, now + LEASE.toMillis());
    long lease = latestLease;
    long most = Math.min(Math.min(BATCH, free), lane.rate() * FRESH.toSeconds());
    if (notifications.claim(name(), now, lease, (int) most) == 0) {
      return PAUSE;
    }
    Thread thread = Thread.ofVirtual().name("push-" + name()).unstarted(() -> send(lease, leads));
    batches.add(thread);
    thread.start();
    return Duration.ZERO;
  }

  private void send(long lease, BooleanSupplier leads) {
    try {
      long readAt = System.nanoTime();
      List<Batch.Outgoing> outgoing = batch.of(name(), lease);
      results.count(outgoing.size());
      int handedOver = 0;
      try {
        for (Batch.Outgoing each : outgoing) {
          pace.await();
          places.acquire();
          if (!leads.getAsBoolean() || System.nanoTime() - readAt > FRESH.toNanos()) {
            places.release();
            break;
          }
          handedOver++;
          send(each);
        }
      } finally {
        results.count(handedOver - outgoing.size());
      }
      putBack(outgoing.subList(handedOver, outgoing.size()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // leads no more
    } catch (RuntimeException e) {
      log.warn("Notifications by {} cannot be prepared now: {}", name(), e.toString());
      giveBack(lease);
    } finally {
      batches.remove(Thread.currentThread());
    }
  }

  /// They are due again, to be looked up anew.
  private void putBack(List<Batch.Outgoing> some) {
    long now = clock.millis();
    notifications.putOff(
        some.stream().map(each -> each.send().due().claimed()).toList(), now, now, false);
  }

  private void giveBack(long lease) {
    troubledUntil = System.nanoTime() + PAUSE_AFTER_TROUBLE.toNanos();
    try {
      notifications.giveBack(name(), lease, clock.millis() + PAUSE_AFTER_TROUBLE.toMillis());
    } catch (RuntimeException e) {
      log.debug("What was claimed is due again when its lease ends", e);
    }
  }

  private void send(Batch.Outgoing each) {
    Claimed claimed = each.send().due().claimed();
    String token = each.send().device().token();
    handOver(each)
        .exceptionally(failure -> Outcome.Later.because(failure.toString()))
        .thenAccept(outcome -> {
          places.release();
          results.add(new Result(claimed, token, outcome));
        });
  }

  private CompletableFuture<Outcome> handOver(Batch.Outgoing each) {
    try {
      return lane.provider().send(notification(each));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Notification notification(Batch.Outgoing each) {
    Claimed claimed = each.send().due().claimed();
    boolean hidden = each.send().due().wishes().hidesPreviews();
    long since = claimed.firstAt() == 0 ? clock.millis() : claimed.firstAt();
    return new Notification(
        claimed.userId(),
        each.send().device().token(),
        claimed.conversationId(),
        claimed.seq(),
        Wording.title(each.send().shown()),
        hidden ? "" : Wording.body(each.send().shown()),
        each.unread(),
        each.send().isMention(),
        Instant.ofEpochMilli(since).plus(settings.get().giveUpAfter()));
  }
}
