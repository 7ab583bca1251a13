package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.lead.Duty;
import io.gostacker.common.token.Bans;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes all broadcasts that run further, a page each in turn, on one virtual thread that lives as
/// long as there are any.
final class BroadcastRounds implements Duty {
  private static final Logger log = LoggerFactory.getLogger(BroadcastRounds.class);
  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

  private final BroadcastTable table;
  private final BroadcastPages pages;
  private final Bans bans;
  private @Nullable Thread rounds;

  BroadcastRounds(BroadcastTable table, BroadcastPages pages, Bans bans) {
    this.table = table;
    this.pages = pages;
    this.bans = bans;
  }

  @Override
  public void look(BooleanSupplier leads) {
    Thread present = rounds;
    if (present != null && present.isAlive()) {
      return;
    }
    if (!table.running().isEmpty()) {
      rounds = Thread.ofVirtual().name("broadcasts").start(() -> run(leads));
    }
  }

  @Override
  public void end() throws InterruptedException {
    Thread present = rounds;
    if (present != null) {
      present.interrupt();
      present.join();
    }
  }

  private void run(BooleanSupplier leads) {
    try {
      List<Long> running = table.running();
      while (!running.isEmpty() && leads.getAsBoolean()) {
        for (long rowId : running) {
          turn(rowId, leads);
        }
        running = table.running();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed, or the lock is lost
    } catch (RuntimeException e) {
      log.warn("Broadcasts cannot be looked up now: {}", e.toString());
    }
  }

  private void turn(long rowId, BooleanSupplier leads) throws InterruptedException {
    try {
      Optional<Broadcast> running = table.running(rowId);
      if (running.isEmpty() || !leads.getAsBoolean()) {
        return;
      }
      Broadcast broadcast = running.get();
      if (bans.isBanned(broadcast.senderId())) {
        pages.fail(broadcast, ErrorCode.BLOCKED, "The sender is banned");
      } else {
        pages.next(broadcast, leads);
      }
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) { // else it is closed, and so its connection
        log.warn("Broadcast {} cannot go on now: {}", rowId, e.toString());
      }
      Thread.sleep(PAUSE_AFTER_TROUBLE);
    }
  }
}
