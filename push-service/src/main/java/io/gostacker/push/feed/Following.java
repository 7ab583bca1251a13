package io.gostacker.push.feed;

import io.gostacker.common.event.EventFeed;
import io.gostacker.common.presence.HandBacks;
import io.gostacker.common.presence.LiveUsers;
import io.gostacker.push.outbox.NotificationTable;
import io.gostacker.push.outbox.PushTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Notes who is to be notified as long as this process leads: of what the feed tells, and of what
/// gateways hand back. What fails is done again.
public final class Following {
  private static final Logger log = LoggerFactory.getLogger(Following.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

  private final FeedFollower follower;
  private final Returned returned;
  private volatile long behind;
  private boolean failing;

  public Following(
      EventFeed feed,
      HandBacks handBacks,
      LiveUsers live,
      NotificationTable notifications,
      JdbcClient jdbc,
      InstantSource clock) {
    this.follower =
        new FeedFollower(
            feed,
            new PushReader(jdbc),
            new PushTokens(jdbc),
            new Recipients(jdbc, notifications, live, clock),
            live,
            System::nanoTime);
    this.returned = new Returned(handBacks, jdbc, notifications, live, clock);
  }

  /// How many events of the feed were to be looked at, a moment ago.
  public long behind() {
    return behind;
  }

  /// Does it until interrupted. Blocks.
  ///
  /// @param leads whether this process still is the one
  /// @param isFull while so many wait that none are to be added
  public void run(BooleanSupplier leads, BooleanSupplier isFull) {
    boolean begun = false;
    try {
      while (leads.getAsBoolean()) {
        try {
          if (!begun) {
            follower.begin();
            begun = true;
          }
          if (isFull.getAsBoolean() || !(returned() | turn())) {
            Thread.sleep(PAUSE);
          }
        } catch (RuntimeException e) {
          log.warn("Who is to be notified cannot be looked up now: {}", e.toString());
          Thread.sleep(PAUSE_AFTER_TROUBLE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // leads no more
    }
  }

  private boolean turn() {
    boolean worked = follower.turn();
    behind = follower.behind();
    return worked;
  }

  /// Redis may be away: that keeps nobody from being notified of what comes by the feed.
  private boolean returned() {
    try {
      boolean worked = returned.turn();
      failing = false;
      return worked;
    } catch (RuntimeException e) {
      if (!failing) {
        log.warn("What gateways hand back cannot be dealt with now: {}", e.toString());
      }
      failing = true;
      return false;
    }
  }
}
