package io.gostacker.grpc.endpoint;

import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.grpc.stream.Outlet;
import io.gostacker.grpc.wire.DeliveryStream;
import io.gostacker.grpc.wire.DeliveryStream.Change;
import io.gostacker.grpc.wire.DeliveryStream.Message;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One gateway's routes, as long as its stream lasts, and the deliveries to it. A gateway that
/// connects anew is another one to the routes: the end of its old stream touches nothing of the
/// new.
///
/// What cannot be handed over because the gateway does not keep up is dropped, but has its number:
/// the gateway sees the gap.
final class GatewayCalls extends CallerStream implements DeliveryPort {
  private static final AtomicLong STREAMS = new AtomicLong();
  private static final int MAX_WAITING = 50_000;
  private static final int DELIVERY_BYTES = 64;

  private final RoutePort routes;
  private final ServerCallStreamObserver<byte[]> back;
  private final Outlet<Numbered> outlet;
  private long last;
  private long sent;
  private @Nullable String id;
  private boolean closed;

  private record Numbered(long number, Delivery delivery) {}

  GatewayCalls(
      RoutePort routes,
      ServerCallStreamObserver<byte[]> back,
      Executor thread,
      Consumer<CallerStream> onOver) {
    super(back, thread, onOver);
    this.routes = routes;
    this.back = back;
    this.outlet =
        new Outlet<>(
            back,
            thread,
            new Outlet.Form<>(
                this::entries,
                each -> weight(each.delivery()),
                (before, next) -> next.number() == before.number() + 1),
            MAX_WAITING);
    back.setOnReadyHandler(outlet::ready);
  }

  private static int weight(Delivery delivery) {
    return delivery instanceof Delivery.Frame frame
        ? DELIVERY_BYTES + frame.frame().length + frame.recipients().length * Long.BYTES
        : DELIVERY_BYTES;
  }

  @Override
  void take(byte[] message) {
    switch (DeliveryStream.decode(message)) {
      case Message.Ping ping -> outlet.run(() -> back.onNext(DeliveryStream.ping(handedOver())));
      case Message.Attach attach -> attach(attach.gatewayId());
      case Message.Changes changes -> {
        changes.changes().forEach(this::change);
        outlet.send(DeliveryStream.taken(changes.number()));
      }
      case Message.Own own -> {
        BitSet owned = new BitSet();
        for (int shard : own.shards()) {
          owned.set(shard);
        }
        routes.own(attached(), owned);
      }
      case Message.Entries _, Message.Taken _ ->
          throw new IllegalArgumentException("deliveries from a gateway");
    }
  }

  private synchronized void attach(String gatewayId) {
    if (id != null) {
      throw new IllegalArgumentException("attached already");
    }
    if (!closed) {
      String name = gatewayId + "/" + STREAMS.incrementAndGet();
      id = name;
      routes.attach(name, this);
    }
  }

  private synchronized String attached() {
    if (id == null) {
      throw new IllegalArgumentException("not attached");
    }
    return id;
  }

  private void change(Change change) {
    if (change.online()) {
      routes.online(attached(), change.userId());
    } else {
      routes.offline(attached(), change.userId());
    }
  }

  @Override
  public synchronized void deliver(Delivery delivery) {
    outlet.offer(new Numbered(++last, delivery));
  }

  private byte[] entries(List<Numbered> batch) {
    synchronized (this) {
      sent = batch.getLast().number();
    }
    return DeliveryStream.entries(
        batch.getFirst().number(), batch.stream().map(Numbered::delivery).toList());
  }

  /// The number of the last delivery that the gateway should have, if the stream kept all.
  private synchronized long handedOver() {
    return outlet.isEmpty() ? last : sent;
  }

  @Override
  void sayGoodbye() {} // the stream of commands says it

  @Override
  void closed() {
    outlet.close();
    String name;
    synchronized (this) {
      closed = true;
      name = id;
    }
    if (name != null) {
      routes.detach(name);
    }
  }
}
