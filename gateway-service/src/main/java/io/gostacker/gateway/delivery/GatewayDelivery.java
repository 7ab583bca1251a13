package io.gostacker.gateway.delivery;

import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import io.gostacker.gateway.outbox.Outboxes;
import io.gostacker.gateway.session.LocalSessions;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;

/// The gateway's side of delivery. Returns at once: everything after the order is a queue of the
/// sockets' event loops.
public final class GatewayDelivery implements DeliveryPort, AutoCloseable {
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("gateway-order").daemon().factory());
  private final FanOut fanOut;
  private final ConversationOrder order;

  /// @param orderWait how long a message waits for those before it
  /// @param trackedConversations conversations whose order is remembered
  public GatewayDelivery(
      LocalSessions sessions,
      Outboxes outboxes,
      RandomGenerator random,
      Duration orderWait,
      int trackedConversations) {
    this.fanOut = new FanOut(sessions, outboxes, random);
    this.order =
        new ConversationOrder(
            fanOut,
            sessions::onlineSince,
            timer,
            System::nanoTime,
            orderWait,
            trackedConversations);
  }

  @Override
  public void deliver(Delivery delivery) {
    switch (delivery) {
      case Delivery.Frame frame when frame.seq() == 0 -> fanOut.frame(frame);
      case Delivery.Frame frame -> order.accept(frame);
      case Delivery.Resync(long[] recipients) -> fanOut.resync(recipients);
      case Delivery.ResyncAll() -> fanOut.resyncAll();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
