package io.gostacker.send.fanout;

import io.gostacker.common.presence.LiveUsers;
import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import io.gostacker.common.transport.RoutePort;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which gateways have sockets of which users. Thread-safe.
///
/// A user's entry is an immutable array, replaced as a whole, so a fan-out sees all of a user's
/// gateways or those of a moment ago; and [#online] has happened for every record that is fanned
/// out after it returned. Bounded by the sockets of all gateways.
public final class Routes implements RoutePort, Deliveries, LiveUsers {
  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final Map<String, DeliveryPort> gateways = new ConcurrentHashMap<>();
  private final Map<Long, String[]> byUser = new ConcurrentHashMap<>();
  private final Ownership ownership;
  private final Resyncs resyncs = new Resyncs(this::tellAll);

  public Routes(Ownership ownership) {
    this.ownership = ownership;
  }

  @Override
  public void attach(String gatewayId, DeliveryPort delivery) {
    gateways.put(gatewayId, delivery);
  }

  @Override
  public void detach(String gatewayId) {
    gateways.remove(gatewayId);
    ownership.forget(gatewayId);
    byUser.replaceAll((user, at) -> without(at, gatewayId));
    byUser.values().removeIf(at -> at.length == 0);
  }

  @Override
  public void online(String gatewayId, long userId) {
    byUser.merge(
        userId, new String[] {gatewayId}, (at, added) -> with(without(at, gatewayId), gatewayId));
  }

  @Override
  public void offline(String gatewayId, long userId) {
    byUser.computeIfPresent(
        userId,
        (user, at) -> {
          String[] rest = without(at, gatewayId);
          return rest.length == 0 ? null : rest;
        });
  }

  @Override
  public void own(String gatewayId, BitSet owned) {
    ownership.set(gatewayId, owned);
  }

  /// Whether nobody is online, so that no frame needs to be made.
  @Override
  public boolean isEmpty() {
    return byUser.isEmpty();
  }

  @Override
  public boolean isOnline(long userId) {
    return byUser.containsKey(userId);
  }

  @Override
  public Map<Long, String> among(Collection<Long> userIds) {
    Map<Long, String> live = new HashMap<>();
    for (long userId : userIds) {
      String[] at = byUser.get(userId);
      if (at != null) {
        live.put(userId, at[0]);
      }
    }
    return live;
  }

  @Override
  public Set<String> gateways() {
    return Set.copyOf(gateways.keySet());
  }

  /// Hands one frame to every gateway that has some of the recipients, with those.
  @Override
  public void deliver(Delivery.Frame frame) {
    Map<String, LongList> perGateway = new HashMap<>(4);
    for (long userId : frame.recipients()) {
      String[] at = byUser.get(userId);
      if (at != null) {
        for (String gatewayId : at) {
          perGateway.computeIfAbsent(gatewayId, id -> new LongList()).add(userId);
        }
      }
    }
    perGateway.forEach((gatewayId, users) -> {
      DeliveryPort port = gateways.get(gatewayId);
      if (port != null) {
        deliver(
            port,
            new Delivery.Frame(
                frame.conversationId(),
                frame.seq(),
                frame.frame(),
                users.toArray(),
                frame.exceptUserId(),
                frame.exceptDeviceId()));
      }
    });
  }

  /// A gateway that fails must not keep a record from being applied, nor from other gateways; its
  /// sockets are told to `sync`.
  private static void deliver(DeliveryPort port, Delivery delivery) {
    try {
      port.deliver(delivery);
    } catch (RuntimeException e) {
      log.error("A gateway failed to take a delivery", e);
      if (delivery instanceof Delivery.Frame frame) {
        deliver(port, new Delivery.Resync(frame.recipients()));
      }
    }
  }

  @Override
  public void resyncAll() {
    resyncs.ask();
  }

  /// Tells every socket of every gateway to `sync`.
  private void tellAll() {
    gateways.values().forEach(port -> deliver(port, new Delivery.ResyncAll()));
  }

  private static String[] with(String[] at, String gatewayId) {
    String[] more = Arrays.copyOf(at, at.length + 1);
    more[at.length] = gatewayId;
    return more;
  }

  private static String[] without(String[] at, String gatewayId) {
    return Arrays.stream(at).filter(id -> !id.equals(gatewayId)).toArray(String[]::new);
  }

  /// A growing array of user ids.
  private static final class LongList {
    private long[] values = new long[8];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    long[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
