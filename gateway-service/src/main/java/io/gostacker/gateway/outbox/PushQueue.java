package io.gostacker.gateway.outbox;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Frames on their way from any thread to the sockets of one event loop, in the order in which they
/// were offered. One task of the loop carries all that came meanwhile.
///
/// Bounded by [#MAX_BYTES]; a frame beyond it is dropped and its socket told to `resync`.
final class PushQueue {
  /// Most bytes that wait; of a frame to many sockets its own bytes and a little for each of them.
  static final long MAX_BYTES = 64L << 20;

  /// Sockets served before the loop's other work has its turn.
  private static final int PER_TASK = 4096;

  /// What an entry costs besides its frame, and each of its sockets.
  private static final long ENTRY_BYTES = 64;

  private static final long SOCKET_BYTES = 8;

  private final EventLoop loop;
  private final Queue<Push> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ArrayDeque<Outbox> written = new ArrayDeque<>();

  PushQueue(EventLoop loop) {
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  /// Takes over `frame`. Any thread; returns at once.
  void offer(Outbox outbox, ByteBuf frame) {
    offer(new Push(new Outbox[] {outbox}, frame));
  }

  /// Takes over `frame`, which goes to all of them; they are of this loop. Any thread; returns at
  /// once.
  void offer(Outbox[] outboxes, ByteBuf frame) {
    offer(new Push(outboxes, frame));
  }

  private void offer(Push push) {
    long cost = push.cost();
    if (bytes.addAndGet(cost) > MAX_BYTES) {
      bytes.addAndGet(-cost);
      push.frame.release();
      for (Outbox outbox : push.outboxes) {
        outbox.missed();
      }
      return;
    }
    queue.add(push);
    schedule();
  }

  /// Flushes what was written to a socket in this turn, together with all others. On the loop.
  void flushSoon(Outbox outbox) {
    if (written.isEmpty()) {
      loop.execute(this::flush);
    }
    written.add(outbox);
  }

  private void flush() {
    Outbox outbox = written.poll();
    while (outbox != null) {
      outbox.flush();
      outbox = written.poll();
    }
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this::carry);
      } catch (RejectedExecutionException e) {
        discard(); // the loop has been shut down, and its sockets with it
      }
    }
  }

  private void carry() {
    scheduled.set(false);
    int carried = 0;
    while (carried < PER_TASK) {
      Push push = queue.poll();
      if (push == null) {
        return;
      }
      bytes.addAndGet(-push.cost());
      push.carry();
      carried += push.outboxes.length;
    }
    schedule(); // let the loop's other work have its turn
  }

  private void discard() {
    for (Push push = queue.poll(); push != null; push = queue.poll()) {
      push.frame.release();
    }
  }

  private record Push(Outbox[] outboxes, ByteBuf frame) {

    long cost() {
      return ENTRY_BYTES + SOCKET_BYTES * outboxes.length + frame.readableBytes();
    }

    /// The frame goes out as many buffers that share its bytes, made where they are let go.
    void carry() {
      int last = outboxes.length - 1;
      for (int i = 0; i < last; i++) {
        outboxes[i].push(frame.retainedDuplicate());
      }
      outboxes[last].push(frame);
    }
  }
}
