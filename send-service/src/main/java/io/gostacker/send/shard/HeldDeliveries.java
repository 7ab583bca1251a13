package io.gostacker.send.shard;

import io.gostacker.common.transport.Delivery;
import io.gostacker.send.fanout.Deliveries;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/// Frames that wait until MySQL has what they tell (`gostacker.durability: mysql`), in their order.
/// At the bound those that wait are dropped, and everybody is told to look once MySQL has what they
/// told. Used by its shard's loop only.
final class HeldDeliveries implements Deliveries {
  static final int MAX_HELD = 20_000;

  private record Held(long offset, Delivery.Frame frame) {}

  private final Deliveries through;
  private final LongSupplier applied;
  private final LongSupplier flushed;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long droppedUpTo = -1;

  /// @param applied the offset of the entry that is being told of
  /// @param flushed the offset up to which MySQL has everything
  HeldDeliveries(Deliveries through, LongSupplier applied, LongSupplier flushed) {
    this.through = through;
    this.applied = applied;
    this.flushed = flushed;
  }

  @Override
  public boolean isEmpty() {
    return through.isEmpty();
  }

  @Override
  public boolean isOnline(long userId) {
    return through.isOnline(userId);
  }

  @Override
  public void deliver(Delivery.Frame frame) {
    long offset = applied.getAsLong();
    if (held.size() >= MAX_HELD) {
      droppedUpTo = held.getLast().offset();
      held.clear();
    }
    if (isWaiting() || offset > flushed.getAsLong()) {
      held.add(new Held(offset, frame));
    } else {
      through.deliver(frame);
    }
  }

  @Override
  public void resyncAll() {
    through.resyncAll();
  }

  boolean isWaiting() {
    return !held.isEmpty() || droppedUpTo >= 0;
  }

  /// Hands out what is flushed by now.
  void give() {
    long upTo = flushed.getAsLong();
    if (droppedUpTo >= 0 && droppedUpTo <= upTo) {
      droppedUpTo = -1;
      through.resyncAll();
    }
    while (!held.isEmpty() && held.getFirst().offset() <= upTo) {
      through.deliver(held.removeFirst().frame());
    }
  }

  /// The log is not what it was: some of it may be in MySQL, and nobody tells of it again.
  void abandon() {
    if (isWaiting()) {
      held.clear();
      droppedUpTo = -1;
      through.resyncAll();
    }
  }
}
