package io.gostacker.grpc.wire;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.transport.Delivery;
import java.util.Arrays;
import java.util.List;

/// The messages of the stream of deliveries: routes go up to the send instance, frames come down to
/// the gateway.
public final class DeliveryStream {
  private static final int PING = 0;
  private static final int ATTACH = 1;
  private static final int CHANGES = 2;
  private static final int OWN = 3;
  private static final int ENTRIES = 4;
  private static final int TAKEN = 5;

  private DeliveryStream() {}

  /// A user who has a socket at the gateway now, or has none any more.
  public record Change(long userId, boolean online) {}

  /// What a message is.
  public sealed interface Message {
    /// Sent by the gateway, and back with the number of the last delivery that was to go out.
    record Ping(long number) implements Message {}

    /// The first message: who the gateway is.
    record Attach(String gatewayId) implements Message {}

    /// Changes of routes, answered by [Taken] with that number.
    record Changes(long number, List<Change> changes) implements Message {}

    /// The shards that the gateway takes the send instance for the owner of.
    record Own(int[] shards) implements Message {}

    /// Deliveries; `first` is the number of the first, the others follow.
    record Entries(long first, List<Delivery> deliveries) implements Message {}

    /// All changes up to that number are in force.
    record Taken(long number) implements Message {}
  }

  public static byte[] ping(long number) {
    return numbered(PING, number).toByteArray();
  }

  public static byte[] taken(long number) {
    return numbered(TAKEN, number).toByteArray();
  }

  private static ByteWriter numbered(int kind, long number) {
    ByteWriter to = new ByteWriter(12);
    to.byteValue(kind);
    to.number(number);
    return to;
  }

  public static byte[] attach(String gatewayId) {
    ByteWriter to = new ByteWriter(64);
    to.byteValue(ATTACH);
    to.text(gatewayId);
    return to.toByteArray();
  }

  public static byte[] changes(long number, List<Change> changes) {
    ByteWriter to = new ByteWriter(32 + 9 * changes.size());
    to.byteValue(CHANGES);
    to.number(number);
    ViewCodec.list(
        changes,
        to,
        (change, into) -> {
          into.id(change.userId());
          Fields.write(change.online(), into);
        });
    return to.toByteArray();
  }

  public static byte[] own(int[] shards) {
    ByteWriter to = new ByteWriter(16 + 2 * shards.length);
    to.byteValue(OWN);
    ViewCodec.list(Arrays.stream(shards).boxed().toList(), to, (shard, into) -> into.number(shard));
    return to.toByteArray();
  }

  public static byte[] entries(long first, List<Delivery> deliveries) {
    ByteWriter to = new ByteWriter(32 + 512 * deliveries.size());
    to.byteValue(ENTRIES);
    to.number(first);
    ViewCodec.list(deliveries, to, DeliveryCodec::write);
    return to.toByteArray();
  }

  /// @throws IllegalArgumentException if the bytes are none that this version knows
  public static Message decode(byte[] bytes) {
    ByteReader from = new ByteReader(bytes, 0, bytes.length);
    int kind = from.byteValue();
    Message message =
        switch (kind) {
          case PING -> new Message.Ping(from.number());
          case ATTACH -> new Message.Attach(from.text());
          case CHANGES ->
              new Message.Changes(
                  from.number(),
                  ViewCodec.list(from, each -> new Change(each.id(), Fields.flag(each))));
          case OWN ->
              new Message.Own(
                  ViewCodec.list(from, each -> (int) each.number()).stream()
                      .mapToInt(Integer::intValue)
                      .toArray());
          case ENTRIES ->
              new Message.Entries(from.number(), ViewCodec.list(from, DeliveryCodec::read));
          case TAKEN -> new Message.Taken(from.number());
          default -> throw new IllegalArgumentException("unknown message " + kind);
        };
    from.requireEnd();
    return message;
  }
}
