package io.gostacker.send.fanout;

import io.gostacker.common.transport.Delivery;

/// Where frames go, and who would get some.
public interface Deliveries {

  /// Whether nobody is online.
  boolean isEmpty();

  boolean isOnline(long userId);

  /// Hands a frame out; never blocks.
  void deliver(Delivery.Frame frame);

  /// Everybody may have missed something until now: all are told to `sync`, within a second.
  void resyncAll();
}
