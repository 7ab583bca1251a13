package io.gostacker.gateway.outbox;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
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
  /// Most bytes that wait, a shared frame counted once per socket.
  static final long MAX_BYTES = 64L << 20;

  private static final int PER_TASK = 4096;

  /// What an entry costs besides its frame.
  private static final int ENTRY_BYTES = 64;

  private final EventLoop loop;
  private final Queue<Push> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  PushQueue(EventLoop loop) {
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  /// Takes over `frame`. Any thread; returns at once.
  void offer(Outbox outbox, ByteBuf frame) {
    int cost = cost(frame);
    if (bytes.addAndGet(cost) > MAX_BYTES) {
      bytes.addAndGet(-cost);
      frame.release();
      outbox.missed();
      return;
    }
    queue.add(new Push(outbox, frame));
    schedule();
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
    for (int i = 0; i < PER_TASK; i++) {
      Push push = queue.poll();
      if (push == null) {
        return;
      }
      bytes.addAndGet(-cost(push.frame));
      push.outbox.push(push.frame);
    }
    schedule(); // let the loop's other work have its turn
  }

  private void discard() {
    for (Push push = queue.poll(); push != null; push = queue.poll()) {
      push.frame.release();
    }
  }

  private static int cost(ByteBuf frame) {
    return ENTRY_BYTES + frame.readableBytes();
  }

  private record Push(Outbox outbox, ByteBuf frame) {}
}
