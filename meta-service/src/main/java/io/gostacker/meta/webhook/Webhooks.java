package io.gostacker.meta.webhook;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that webhooks are told by one meta instance at a time: who holds a named lock of
/// MySQL, which MySQL takes away from who dies or says nothing for half a minute. Each webhook has
/// a virtual thread of its own, so that none waits for another.
final class Webhooks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

  /// Names of locks are of a whole server, with all its databases, and at most 64 characters long.
  private static final String LOCK_NAME = "CONCAT('gostacker/webhooks/', MD5(DATABASE()))";

  private static final String LOCK = "SELECT GET_LOCK(" + LOCK_NAME + ", 0)";
  private static final String RELEASE = "DO RELEASE_LOCK(" + LOCK_NAME + ")";
  private static final String SILENCE = "SET SESSION wait_timeout = ";
  private static final int SILENCE_SECONDS = 30;

  /// Between two looks at which webhooks there are, and at whether the lock is held or free.
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// How long who has nothing to tell waits before another look.
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(2);
  private static final int PATIENCE_SECONDS = 5;

  /// How long the lock counts as held after it was seen to be: shorter than MySQL waits.
  private static final Duration TRUST = Duration.ofSeconds(15);

  private final DataSource dataSource;
  private final WebhookTable table;
  private final WebhookDelivery delivery;
  private final Thread thread;
  private volatile long held;
  private volatile boolean closed;

  private Webhooks(DataSource dataSource, WebhookTable table, WebhookDelivery delivery) {
    this.dataSource = dataSource;
    this.table = table;
    this.delivery = delivery;
    this.thread = Thread.ofVirtual().name("webhooks").unstarted(this::run);
  }

  static Webhooks start(DataSource dataSource, WebhookTable table, WebhookDelivery delivery) {
    Webhooks webhooks = new Webhooks(dataSource, table, delivery);
    webhooks.thread.start();
    return webhooks;
  }

  private void run() {
    try {
      while (!closed) {
        try (Connection holder = dataSource.getConnection()) {
          if (isLocked(holder)) {
            tellAll(holder);
          }
        } catch (SQLException | RuntimeException e) {
          log.warn("Webhooks cannot be told now: {}", e.toString());
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private static boolean isLocked(Connection holder) throws SQLException {
    try (Statement statement = holder.createStatement();
        var row = statement.executeQuery(LOCK)) {
      return row.next() && row.getInt(1) == 1;
    }
  }

  /// Tells all as long as the lock is held.
  private void tellAll(Connection holder) throws SQLException, InterruptedException {
    Map<String, Thread> running = new HashMap<>();
    try (Statement statement = holder.createStatement()) {
      statement.execute(SILENCE + SILENCE_SECONDS);
      held = System.nanoTime();
      while (!closed && holder.isValid(PATIENCE_SECONDS)) {
        held = System.nanoTime();
        Set<String> names = table.all().stream().map(Webhook::name).collect(Collectors.toSet());
        running.values().removeIf(telling -> !telling.isAlive());
        for (String name : names) {
          running.computeIfAbsent(
              name, n -> Thread.ofVirtual().name("webhook-" + n).start(() -> tell(n)));
        }
        Thread.sleep(LOOK);
      }
    } finally {
      held = System.nanoTime() - TRUST.toNanos();
      running.values().forEach(Thread::interrupt);
      for (Thread telling : running.values()) {
        telling.join();
      }
      release(holder);
    }
  }

  /// Gives the lock back and the connection to the pool as it was; one that is broken has lost
  /// both.
  private static void release(Connection holder) {
    try (Statement statement = holder.createStatement()) {
      statement.execute(RELEASE);
      statement.execute(SILENCE + "DEFAULT");
    } catch (SQLException e) {
      log.debug("The lock of webhooks went with its connection", e);
    }
  }

  private boolean leads() {
    return System.nanoTime() - held < TRUST.toNanos();
  }

  /// Tells one as long as there is it.
  private void tell(String name) {
    try {
      Webhook webhook = table.find(name).orElse(null);
      while (webhook != null && leads()) {
        if (!turn(webhook)) {
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

  private boolean turn(Webhook webhook) throws InterruptedException {
    try {
      return delivery.turn(webhook, this::leads);
    } catch (RuntimeException e) {
      log.warn("Webhook {} cannot be told now: {}", webhook.name(), e.toString());
      Thread.sleep(PAUSE_AFTER_TROUBLE);
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
