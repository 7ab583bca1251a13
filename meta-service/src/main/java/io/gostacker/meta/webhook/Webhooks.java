package io.gostacker.meta.webhook;

import io.gostacker.common.lead.Duty;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells all webhooks, each on a virtual thread of its own, so that none waits for another.
final class Webhooks implements Duty {
  private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

  /// How long who has nothing to tell waits before another look.
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(2);

  private final WebhookTable table;
  private final WebhookDelivery delivery;
  private final Map<String, Thread> running = new HashMap<>();

  Webhooks(WebhookTable table, WebhookDelivery delivery) {
    this.table = table;
    this.delivery = delivery;
  }

  @Override
  public void look(BooleanSupplier leads) {
    running.values().removeIf(telling -> !telling.isAlive());
    for (Webhook webhook : table.all()) {
      running.computeIfAbsent(
          webhook.name(),
          name -> Thread.ofVirtual().name("webhook-" + name).start(() -> tell(name, leads)));
    }
  }

  @Override
  public void end() throws InterruptedException {
    running.values().forEach(Thread::interrupt);
    for (Thread telling : running.values()) {
      telling.join();
    }
    running.clear();
  }

  /// Tells one as long as there is it.
  private void tell(String name, BooleanSupplier leads) {
    try {
      Webhook webhook = table.find(name).orElse(null);
      while (webhook != null && leads.getAsBoolean()) {
        if (!turn(webhook, leads)) {
          Thread.sleep(PAUSE);
        }
        webhook = table.find(name).orElse(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed, or the lock is lost
    } catch (RuntimeException e) {
      log.warn("Webhook {} cannot be looked up now: {}", name, e.toString());
    }
  }

  private boolean turn(Webhook webhook, BooleanSupplier leads) throws InterruptedException {
    try {
      return delivery.turn(webhook, leads);
    } catch (RuntimeException e) {
      log.warn("Webhook {} cannot be told now: {}", webhook.name(), e.toString());
      Thread.sleep(PAUSE_AFTER_TROUBLE);
      return false;
    }
  }
}
