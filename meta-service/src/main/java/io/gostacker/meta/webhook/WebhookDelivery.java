package io.gostacker.meta.webhook;

import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventFeed;
import io.gostacker.common.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a webhook of events, at least once each, those of a lane in their order: one after the
/// other, and behind one that was not taken none is told before that one is, or is given up. Lanes
/// are told side by side.
///
/// How far it is stands in MySQL after each page; who goes on after a crash repeats a page at most.
final class WebhookDelivery {
  private static final Logger log = LoggerFactory.getLogger(WebhookDelivery.class);
  private static final int PAGE = 200;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 20;

  private final WebhookTable webhooks;
  private final LateEvents late;
  private final EventFeed feed;
  private final Transactions transactions;
  private final WebhookCall call;
  private final WebhookSettings settings;
  private final WebhookMeters meters;
  private final Clock clock;

  WebhookDelivery(
      WebhookTable webhooks,
      LateEvents late,
      EventFeed feed,
      Transactions transactions,
      WebhookCall call,
      WebhookSettings settings,
      WebhookMeters meters,
      Clock clock) {
    this.webhooks = webhooks;
    this.late = late;
    this.feed = feed;
    this.transactions = transactions;
    this.call = call;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
  }

  /// Tells what is due. Only one at a time may do so for a webhook.
  ///
  /// @param leads whether this instance still is the one; asked before each call
  /// @return whether there was anything to tell
  boolean turn(Webhook webhook, BooleanSupplier leads) throws InterruptedException {
    boolean repeated = repeat(webhook, leads);
    if (late.isFull(webhook.name(), settings.maxLate())) {
      return repeated;
    }
    return tellNext(webhook, leads) || repeated;
  }

  /// A lane has so long in a turn: others are not to wait for a slow one. What is left is late.
  private BooleanSupplier inTime(BooleanSupplier leads) {
    long end = System.nanoTime() + settings.timeout().toNanos();
    return () -> System.nanoTime() - end < 0 && leads.getAsBoolean();
  }

  private boolean repeat(Webhook webhook, BooleanSupplier leads) throws InterruptedException {
    List<LateEvents.Late> due = late.due(webhook.name(), clock.millis(), PAGE);
    sideBySide(due, event -> repeatLane(webhook, event, inTime(leads)));
    return !due.isEmpty();
  }

  /// The first of a lane, and, as long as they are taken, those behind it.
  private void repeatLane(Webhook webhook, LateEvents.Late first, BooleanSupplier goesOn)
      throws InterruptedException {
    Optional<LateEvents.Late> next = Optional.of(first);
    while (next.isPresent() && goesOn.getAsBoolean() && isTaken(webhook, next.get())) {
      next = late.first(webhook.name(), first.lane());
    }
  }

  private boolean isTaken(Webhook webhook, LateEvents.Late event) throws InterruptedException {
    long now = clock.millis();
    String problem = call.tell(webhook, event.eventId(), event.body());
    if (problem.isEmpty()) {
      late.delivered(webhook.name(), event.eventId());
      meters.delivered();
      return true;
    }
    long firstAt = event.firstAt() == 0 ? now : event.firstAt();
    boolean givenUp = now - firstAt >= settings.giveUpAfter().toMillis();
    long wait = settings.firstRetry().toMillis() << Math.min(MOST_DOUBLINGS, event.tries());
    long nextAt = now + Math.min(LONGEST_WAIT.toMillis(), wait);
    late.failed(webhook.name(), event.eventId(), firstAt, nextAt, givenUp, problem);
    meters.failed();
    if (givenUp) {
      meters.givenUp();
      log.error("Webhook {}: event {} is given up: {}", webhook.name(), event.eventId(), problem);
    }
    return false;
  }

  private boolean tellNext(Webhook webhook, BooleanSupplier leads) throws InterruptedException {
    if (feed.head() <= webhook.deliveredId()) {
      return false;
    }
    EventFeed.Page page = feed.read(webhook.deliveredId(), PAGE);
    if (page.events().isEmpty()) {
      return false;
    }
    if (page.firstId() > webhook.deliveredId() + 1 && webhook.deliveredId() > 0) {
      log.error(
          "Webhook {}: events {} to {} were forgotten before it could be told",
          webhook.name(),
          webhook.deliveredId() + 1,
          page.firstId() - 1);
    }
    Map<String, List<Told>> lanes = new LinkedHashMap<>();
    long id = page.firstId();
    for (Event event : page.events()) {
      Told told = Told.of(id++, event);
      if (webhook.wants(told.type())) {
        lanes.computeIfAbsent(told.lane(), lane -> new ArrayList<>()).add(told);
      }
    }
    Set<String> behind = late.lanes(webhook.name());
    List<List<Told>> free =
        lanes.entrySet().stream()
            .filter(lane -> !behind.contains(lane.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    sideBySide(free, lane -> tell(webhook, lane, inTime(leads))); // takes out what was told
    if (!leads.getAsBoolean()) {
      return false;
    }
    transactions.run(() -> {
      // Not if another instance has taken over, or it was put anew, meanwhile.
      boolean moved = webhooks.move(webhook.name(), webhook.deliveredId(), page.lastId());
      if (moved) {
        lanes.values().forEach(lane -> lane.forEach(told -> late.add(webhook.name(), told)));
      }
      return moved;
    });
    return true;
  }

  private void tell(Webhook webhook, List<Told> lane, BooleanSupplier goesOn)
      throws InterruptedException {
    while (!lane.isEmpty() && goesOn.getAsBoolean()) {
      Told first = lane.getFirst();
      if (!call.tell(webhook, first.id(), first.body()).isEmpty()) {
        meters.failed();
        return;
      }
      lane.removeFirst();
      meters.delivered();
    }
  }

  private interface Task<T> {
    void run(T subject) throws InterruptedException;
  }

  private <T> void sideBySide(List<T> subjects, Task<T> task) throws InterruptedException {
    Semaphore places = new Semaphore(settings.atOnce());
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<?>> running = new ArrayList<>();
      for (T subject : subjects) {
        places.acquire();
        running.add(
            executor.submit(() -> {
              try {
                task.run(subject);
              } finally {
                places.release();
              }
              return null;
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a webhook could not be told", e);
    } finally {
      executor.shutdownNow(); // nothing goes on behind an interrupted caller's back
    }
  }
}
