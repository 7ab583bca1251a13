package io.gostacker.send;

import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/// A gateway that remembers what it was handed.
final class RecordingGateway implements DeliveryPort {
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

  @Override
  public void deliver(Delivery delivery) {
    deliveries.add(delivery);
  }

  List<Delivery> all() {
    return deliveries;
  }

  /// The seqs of the `message` frames for a user, as they came.
  List<Long> seqsFor(long userId) {
    return deliveries.stream()
        .filter(Delivery.Frame.class::isInstance)
        .map(Delivery.Frame.class::cast)
        .filter(frame -> frame.seq() > 0 && has(frame, userId))
        .map(Delivery.Frame::seq)
        .toList();
  }

  /// The other frames for a user, as text.
  List<String> framesFor(long userId) {
    return deliveries.stream()
        .filter(Delivery.Frame.class::isInstance)
        .map(Delivery.Frame.class::cast)
        .filter(frame -> frame.seq() == 0 && has(frame, userId))
        .map(frame -> new String(frame.frame(), java.nio.charset.StandardCharsets.UTF_8))
        .toList();
  }

  private static boolean has(Delivery.Frame frame, long userId) {
    return LongStream.of(frame.recipients()).anyMatch(recipient -> recipient == userId);
  }
}
