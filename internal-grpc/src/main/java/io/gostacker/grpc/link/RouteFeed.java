package io.gostacker.grpc.link;

import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import io.gostacker.grpc.stream.Outlet;
import io.gostacker.grpc.wire.DeliveryStream;
import io.gostacker.grpc.wire.DeliveryStream.Change;
import io.gostacker.grpc.wire.DeliveryStream.Message;
import io.gostacker.grpc.wire.Methods;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A gateway's routes on their way to one send instance, and the frames that come back.
///
/// Changes are numbered from 1; the instance answers with the number up to which they are in force.
/// Deliveries are numbered too: where one is missing, sockets are told to `sync`. Thread-safe.
final class RouteFeed {
  private static final Logger log = LoggerFactory.getLogger(RouteFeed.class);

  /// Changes that may wait; as many as sockets that a gateway may have, twice.
  private static final int MAX_WAITING = 400_000;

  private static final int CHANGE_BYTES = 12;

  private final Link link;
  private final String gatewayId;
  private final DeliveryPort delivery;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private volatile @Nullable Outlet<Numbered> outlet;
  private volatile long heard = System.nanoTime();
  private volatile boolean attached;
  private long offered;
  private long snapshot = -1;
  private long taken;
  private boolean over;
  private long expected = 1;

  private record Numbered(long number, Change change) {}

  RouteFeed(Link link, String gatewayId, DeliveryPort delivery) {
    this.link = link;
    this.gatewayId = gatewayId;
    this.delivery = delivery;
  }

  void open(CallOptions options, Executor thread) {
    Receiver receiver = new Receiver(thread);
    ClientCalls.asyncBidiStreamingCall(
        link.channel().newCall(Methods.DELIVERIES, options), receiver);
    Outlet<Numbered> out = receiver.unstarted;
    outlet = out;
    if (out != null) {
      out.send(DeliveryStream.attach(gatewayId));
    }
  }

  /// Offers a change; to be called in the order of the changes.
  ///
  /// @return its number
  long offer(Change change) {
    long number = ++offered;
    Outlet<Numbered> out = outlet;
    if (out != null && !out.offer(new Numbered(number, change))) {
      link.end("it does not take routes");
    }
    return number;
  }

  /// All users of now have been offered: when those are in force the feed is attached.
  void snapshotOffered() {
    lock.lock();
    try {
      snapshot = offered;
    } finally {
      lock.unlock();
    }
    Outlet<Numbered> out = outlet;
    if (out != null && snapshot == 0) {
      out.send(DeliveryStream.changes(0, List.of()));
    }
  }

  boolean isAttached() {
    return attached;
  }

  long heard() {
    return heard;
  }

  void forgive(long now) {
    heard = now;
  }

  void beat() {
    Outlet<Numbered> out = outlet;
    if (out != null) {
      out.send(DeliveryStream.ping(0));
    }
  }

  void own(int[] shards) {
    Outlet<Numbered> out = outlet;
    if (out != null) {
      out.send(DeliveryStream.own(shards));
    }
  }

  /// Waits until a change is in force, or the link is over.
  ///
  /// @param deadline of [System#nanoTime]
  /// @return false if it still is neither
  boolean awaitTaken(long number, long deadline) {
    lock.lock();
    try {
      while (taken < number && !over) {
        long rest = deadline - System.nanoTime();
        if (rest <= 0) {
          return false;
        }
        progress.await(rest, TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true; // who asked is no longer interested
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      over = true;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    Outlet<Numbered> out = outlet;
    if (out != null) {
      out.close();
    }
  }

  private void taken(long number) {
    boolean nowAttached;
    lock.lock();
    try {
      taken = Math.max(taken, number);
      nowAttached = !attached && snapshot >= 0 && taken >= snapshot;
      if (nowAttached) {
        attached = true;
      }
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    if (nowAttached) {
      link.attached();
    }
  }

  private void deliver(Message.Entries entries) {
    if (entries.first() != expected) {
      log.warn("Deliveries {} to {} are missing", expected, entries.first() - 1);
      delivery.deliver(new Delivery.ResyncAll());
    }
    expected = entries.first() + entries.deliveries().size();
    entries.deliveries().forEach(delivery::deliver);
  }

  /// The number of the last delivery comes with every pong: were it not here, it would be missing.
  private void compare(long last) {
    if (last >= expected) {
      log.warn("Deliveries {} to {} are missing", expected, last);
      expected = last + 1;
      delivery.deliver(new Delivery.ResyncAll());
    }
  }

  private final class Receiver implements ClientResponseObserver<byte[], byte[]> {
    private final Executor thread;
    private @Nullable Outlet<Numbered> unstarted;

    Receiver(Executor thread) {
      this.thread = thread;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
      Outlet<Numbered> out =
          new Outlet<>(
              stream,
              thread,
              new Outlet.Form<>(
                  changes ->
                      DeliveryStream.changes(
                          changes.getLast().number(),
                          changes.stream().map(Numbered::change).toList()),
                  change -> CHANGE_BYTES),
              MAX_WAITING);
      stream.setOnReadyHandler(out::ready);
      unstarted = out;
    }

    @Override
    public void onNext(byte[] bytes) {
      heard = System.nanoTime();
      switch (DeliveryStream.decode(bytes)) {
        case Message.Entries entries -> deliver(entries);
        case Message.Taken now -> taken(now.number());
        case Message.Ping ping -> compare(ping.number());
        case Message.Attach _, Message.Changes _, Message.Own _ ->
            throw new IllegalArgumentException("a send instance has no routes");
      }
    }

    @Override
    public void onError(Throwable failure) {
      link.end("its stream of deliveries broke: " + failure.getMessage());
    }

    @Override
    public void onCompleted() {
      link.end("its stream of deliveries has ended");
    }
  }
}
