package io.gostacker.gateway.delivery;

import io.gostacker.common.transport.Delivery;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/// Keeps each conversation's messages in the order of their seq, on their way from whoever sends
/// them to the sockets.
///
/// A seq that was forwarded is dropped; another lower one gives its recipients `resync`; a higher
/// one waits a moment for the missing, then goes out followed by `resync`. A jump of a million (a
/// new epoch) does not wait. The first message of a conversation that is not known, or that nobody
/// was here for when the last ones passed, is where the order begins.
///
/// Bounded: the conversations that were used least recently are forgotten. For such a one the next
/// message begins anew; a message that comes a second time then goes out a second time, which
/// clients ignore. Thread-safe; the outlet is called under the lock of the conversation's stripe,
/// so that two threads cannot exchange two messages on their way out.
final class ConversationOrder {
  private static final int STRIPES = 64; // a power of two

  /// Seqs that an epoch skips.
  static final long EPOCH_JUMP = 1_000_000;

  private final Outlet outlet;
  private final LongUnaryOperator onlineSince;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final Duration patience;
  private final Stripe[] stripes = new Stripe[STRIPES];

  /// @param onlineSince user → nanoTime since when messages to the user come here
  /// @param patience how long a message waits for those before it
  ConversationOrder(
      Outlet outlet,
      LongUnaryOperator onlineSince,
      ScheduledExecutorService timer,
      LongSupplier nanoTime,
      Duration patience,
      int maxConversations) {
    this.outlet = outlet;
    this.onlineSince = onlineSince;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.patience = patience;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe(Math.max(1, maxConversations / STRIPES));
    }
  }

  /// Forwards a message, now or when its turn has come.
  void accept(Delivery.Frame frame) {
    Stripe stripe = stripeOf(frame.conversationId());
    synchronized (stripe) {
      Track track = stripe.get(frame.conversationId());
      if (track == null) {
        track = stripe.begin(frame);
      }
      order(track, frame);
    }
  }

  private void order(Track track, Delivery.Frame frame) {
    long seq = frame.seq();
    if (seq == track.next()) {
      forward(track, frame);
      forwardConsecutive(track);
    } else if (seq < track.next()) {
      if (!track.hasForwarded(seq)) {
        outlet.resync(frame.recipients());
      }
    } else if (seq - track.next() >= EPOCH_JUMP) {
      release(track);
      forward(track, frame);
      outlet.resync(frame.recipients());
    } else if (track.waiting().isEmpty() && nobodyWasHere(track, frame)) {
      forward(track, frame);
    } else {
      await(track, frame);
    }
  }

  /// Whether all who get this message came after the last one was forwarded: then the messages
  /// between were not for this gateway.
  private boolean nobodyWasHere(Track track, Delivery.Frame frame) {
    for (long userId : frame.recipients()) {
      long since = onlineSince.applyAsLong(userId);
      if (since != Long.MAX_VALUE && since - track.lastForwarded() < 0) {
        return false;
      }
    }
    return true;
  }

  private void await(Track track, Delivery.Frame frame) {
    track.waiting().putIfAbsent(frame.seq(), frame);
    if (track.waiting().size() > Track.MAX_WAITING) {
      release(track);
    } else if (track.waiting().size() == 1) {
      int wait = track.beginWait();
      timer.schedule(
          () -> expire(frame.conversationId(), track, wait),
          patience.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  private void expire(long conversationId, Track track, int wait) {
    synchronized (stripeOf(conversationId)) {
      if (track.isWait(wait)) {
        release(track);
      }
    }
  }

  private void forwardConsecutive(Track track) {
    while (!track.waiting().isEmpty() && track.waiting().firstEntry().getKey() == track.next()) {
      forward(track, track.waiting().pollFirstEntry().getValue());
    }
  }

  /// Lets go what waits. Something before it is missing, so `resync` follows, once for those who
  /// get several.
  private void release(Track track) {
    long[] told = {};
    while (!track.waiting().isEmpty()) {
      Delivery.Frame frame = track.waiting().pollFirstEntry().getValue();
      boolean gap = frame.seq() != track.next();
      forward(track, frame);
      if (gap || !Arrays.equals(told, frame.recipients())) {
        told = frame.recipients();
        outlet.resync(told);
      }
    }
  }

  private void forward(Track track, Delivery.Frame frame) {
    track.forwarded(frame.seq(), nanoTime.getAsLong());
    outlet.frame(frame);
  }

  private Stripe stripeOf(long conversationId) {
    long mixed = conversationId * 0x9E3779B97F4A7C15L;
    return stripes[(int) (mixed >>> 58) & (STRIPES - 1)];
  }

  /// Some of the conversations, least recently used first.
  private final class Stripe extends LinkedHashMap<Long, Track> {
    private static final long serialVersionUID = 1;
    private final int max;

    Stripe(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    Track begin(Delivery.Frame frame) {
      Track track = new Track(frame.seq());
      put(frame.conversationId(), track);
      return track;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Track> eldest) {
      if (size() <= max) {
        return false;
      }
      release(eldest.getValue());
      return true;
    }
  }
}
