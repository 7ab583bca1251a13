package io.gostacker.send.shard;

import io.gostacker.common.transport.Delivery;
import io.gostacker.send.fanout.Deliveries;
import java.util.ArrayDeque;

/// Frames that wait until MySQL has what they tell (`gostacker.durability: mysql`), in their order.
/// At the bound they are dropped, and everybody is told to look once MySQL has caught up. Used by
/// its shard's loop only.
final class HeldDeliveries implements Deliveries {
  private static final int MAX_HELD = 20_000;

  private record Held(long offset, Delivery.Frame frame) {}

  private final Deliveries through;
  private final ShardMemory memory;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long droppedUpTo = -1;

  /// @param memory of the shard, which tells how far MySQL is
  HeldDeliveries(Deliveries through, ShardMemory memory) {
    this.through = through;
    this.memory = memory;
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
    long offset = memory.applied().offset();
    if (held.size() >= MAX_HELD) {
      held.clear();
      droppedUpTo = offset;
    } else if (droppedUpTo >= 0) {
      droppedUpTo = offset;
    } else if (!held.isEmpty() || offset > memory.flushed().offset()) {
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
    long flushed = memory.flushed().offset();
    while (!held.isEmpty() && held.getFirst().offset() <= flushed) {
      through.deliver(held.removeFirst().frame());
    }
    if (droppedUpTo >= 0 && droppedUpTo <= flushed) {
      droppedUpTo = -1;
      through.resyncAll();
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
