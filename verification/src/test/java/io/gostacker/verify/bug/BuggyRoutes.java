package io.gostacker.verify.bug;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import io.gostacker.common.transport.RoutePort;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/// Routes on which frames get lost, altered, or to the wrong people.
final class BuggyRoutes implements RoutePort {
  private static final int SELDOM = 40;

  private final RoutePort routes;
  private final Set<Long> online = ConcurrentHashMap.newKeySet();
  private final Map<Long, Set<Long>> everReached = new ConcurrentHashMap<>();

  BuggyRoutes(RoutePort routes) {
    this.routes = routes;
  }

  @Override
  public void attach(String gatewayId, DeliveryPort delivery) {
    routes.attach(gatewayId, each -> deliver(each, delivery));
  }

  private void deliver(Delivery what, DeliveryPort delivery) {
    if (!(what instanceof Delivery.Frame frame) || frame.seq() == 0) {
      delivery.deliver(what);
      return;
    }
    Set<Long> reached =
        everReached.computeIfAbsent(frame.conversationId(), key -> ConcurrentHashMap.newKeySet());
    Arrays.stream(frame.recipients()).forEach(reached::add);
    if (frame.recipients().length > 2 && Bugs.strikes(Bug.FORGETS_A_RECIPIENT, SELDOM)) {
      long[] fewer = Arrays.copyOf(frame.recipients(), frame.recipients().length - 1);
      delivery.deliver(with(frame, frame.frame(), fewer));
    } else if (Bugs.strikes(Bug.ALTERS_A_FRAME, SELDOM)) {
      byte[] other =
          new String(frame.frame(), UTF_8).replace("message ", "massage ").getBytes(UTF_8);
      delivery.deliver(with(frame, other, frame.recipients()));
    } else if (Bugs.isActive(Bug.FORGETS_THE_SENDERS_OTHER_DEVICE)) {
      long[] others =
          Arrays.stream(frame.recipients()).filter(user -> user != frame.exceptUserId()).toArray();
      delivery.deliver(with(frame, frame.frame(), others));
    } else if (Bugs.strikes(Bug.SHOWS_IT_TO_A_STRANGER, SELDOM)) {
      delivery.deliver(with(frame, frame.frame(), plus(frame.recipients(), online)));
    } else if (Bugs.isActive(Bug.DELIVERS_TO_WHO_HAS_LEFT)) {
      delivery.deliver(with(frame, frame.frame(), plus(frame.recipients(), reached)));
    } else {
      delivery.deliver(frame);
    }
  }

  private static long[] plus(long[] users, Set<Long> more) {
    return LongStream.concat(
            Arrays.stream(users), more.stream().mapToLong(Long::longValue).sorted())
        .distinct()
        .toArray();
  }

  private static Delivery.Frame with(Delivery.Frame frame, byte[] bytes, long[] recipients) {
    return new Delivery.Frame(
        frame.conversationId(),
        frame.seq(),
        bytes,
        recipients,
        frame.exceptUserId(),
        frame.exceptDeviceId());
  }

  @Override
  public void detach(String gatewayId) {
    routes.detach(gatewayId);
  }

  @Override
  public void online(String gatewayId, long userId) {
    online.add(userId);
    routes.online(gatewayId, userId);
  }

  @Override
  public void offline(String gatewayId, long userId) {
    online.remove(userId);
    routes.offline(gatewayId, userId);
  }

  @Override
  public void own(String gatewayId, BitSet owned) {
    routes.own(gatewayId, owned);
  }
}
