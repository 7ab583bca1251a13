package io.gostacker.push.feed;

import io.gostacker.common.event.EventFeed;
import io.gostacker.common.presence.LiveUsers;
import io.gostacker.push.outbox.PushTokens;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the feed and has everybody noted who is to be notified, at least once.
///
/// Who has a live socket is left alone. A socket may be at a gateway that has just died, so each
/// stretch is looked at again later if a gateway that was relied on is no more. The place kept in
/// MySQL is behind the second look: who goes on after a crash repeats some seconds, and what was
/// told is not told again. Not thread-safe.
final class FeedFollower {
  private static final Logger log = LoggerFactory.getLogger(FeedFollower.class);
  private static final int PAGE = 1_000;

  /// Longer than a gateway that died counts as living.
  private static final Duration SECOND_LOOK = Duration.ofSeconds(12);

  /// Stretches that wait for their second look; then no first looks are made.
  private static final int MAX_LOOKED = 20_000;

  private static final Duration KEEP = Duration.ofSeconds(1);

  private final EventFeed feed;
  private final PushReader reader;
  private final PushTokens tokens;
  private final Recipients recipients;
  private final LiveUsers live;
  private final LongSupplier nanoTime;
  private final Deque<Looked> looked = new ArrayDeque<>();
  private long head;
  private long place;
  private long done;
  private long kept;
  private long keptAt;

  FeedFollower(
      EventFeed feed,
      PushReader reader,
      PushTokens tokens,
      Recipients recipients,
      LiveUsers live,
      LongSupplier nanoTime) {
    this.feed = feed;
    this.reader = reader;
    this.tokens = tokens;
    this.recipients = recipients;
    this.live = live;
    this.nanoTime = nanoTime;
  }

  /// Begins where the one before left off. Blocks.
  void begin() {
    looked.clear();
    place = reader.place(feed.head());
    head = place;
    done = place;
    kept = place;
    keptAt = nanoTime.getAsLong();
  }

  /// How many events are to be looked at, as of the latest turn.
  long behind() {
    return head - place;
  }

  /// Looks at some events. Blocks.
  ///
  /// @return whether there are many more
  boolean turn() {
    lookAgain();
    keep();
    head = feed.head();
    if (head <= place || looked.size() >= MAX_LOOKED) {
      return false;
    }
    if (tokens.isEmpty()) {
      looked.addLast(new Looked(place, head, nanoTime.getAsLong(), Set.of()));
      place = head;
      return false;
    }
    Optional<Looked> stretch = look(place, head);
    if (stretch.isEmpty()) {
      log.error("Events {} to {} were forgotten: nobody is notified of them", place + 1, head);
    }
    looked.addLast(stretch.orElse(new Looked(place, head, nanoTime.getAsLong(), Set.of())));
    place = looked.getLast().last();
    return head - place >= PAGE;
  }

  private Optional<Looked> look(long after, long end) {
    EventFeed.Page page = feed.read(after, (int) Math.min(PAGE, end - after));
    if (page.events().isEmpty()) {
      return Optional.empty();
    }
    if (page.firstId() > after + 1 && after > 0) {
      log.error(
          "Events {} to {} were forgotten before anybody was notified of them",
          after + 1,
          page.firstId() - 1);
    }
    List<FeedMessage> messages =
        page.events().stream().flatMap(event -> FeedMessage.of(event).stream()).toList();
    long now = nanoTime.getAsLong();
    return Optional.of(new Looked(after, page.lastId(), now, recipients.note(messages)));
  }

  private void lookAgain() {
    Set<String> living = Set.of();
    while (!looked.isEmpty() && isDue(looked.peekFirst())) {
      Looked stretch = looked.removeFirst();
      try {
        living = living.isEmpty() ? live.gateways() : living;
        if (!living.containsAll(stretch.gateways())) {
          lookAgain(stretch);
        }
      } catch (RuntimeException e) {
        looked.addFirst(stretch);
        throw e;
      }
      done = stretch.last();
    }
  }

  private boolean isDue(Looked stretch) {
    return nanoTime.getAsLong() - stretch.at() >= SECOND_LOOK.toNanos();
  }

  /// What is relied on now is not looked at a third time: that gateway lived when the first died.
  private void lookAgain(Looked stretch) {
    long at = stretch.after();
    while (at < stretch.last()) {
      Optional<Looked> some = look(at, stretch.last());
      if (some.isEmpty()) {
        return;
      }
      at = some.get().last();
    }
  }

  private void keep() {
    long now = nanoTime.getAsLong();
    if (done > kept && now - keptAt >= KEEP.toNanos()) {
      reader.move(done);
      kept = done;
      keptAt = now;
    }
  }
}
