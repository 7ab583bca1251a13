package io.gostacker.grpc.wire;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.transport.Delivery;

/// Deliveries as bytes.
final class DeliveryCodec {
  private static final int FRAME = 1;
  private static final int RESYNC = 2;
  private static final int RESYNC_ALL = 3;

  private DeliveryCodec() {}

  static void write(Delivery delivery, ByteWriter to) {
    switch (delivery) {
      case Delivery.Frame frame -> {
        to.byteValue(FRAME);
        to.id(frame.conversationId());
        to.number(frame.seq());
        to.blob(frame.frame());
        to.ids(frame.recipients());
        to.id(frame.exceptUserId());
        to.text(frame.exceptDeviceId());
      }
      case Delivery.Resync resync -> {
        to.byteValue(RESYNC);
        to.ids(resync.recipients());
      }
      case Delivery.ResyncAll all -> to.byteValue(RESYNC_ALL);
    }
  }

  static Delivery read(ByteReader from) {
    int kind = from.byteValue();
    return switch (kind) {
      case FRAME ->
          new Delivery.Frame(
              from.id(), from.number(), from.blob(), from.ids(), from.id(), from.text());
      case RESYNC -> new Delivery.Resync(from.ids());
      case RESYNC_ALL -> new Delivery.ResyncAll();
      default -> throw new IllegalArgumentException("unknown delivery " + kind);
    };
  }
}
