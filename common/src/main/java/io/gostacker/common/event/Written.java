package io.gostacker.common.event;

import io.gostacker.common.record.ByteReader;
import java.util.ArrayList;
import java.util.List;

/// An event as a row of `event_batch` has it.
///
/// A payload begins with the byte [#FORM]. Each event is a byte that says what follows it: the
/// event's JSON after its length ([#WHOLE]), or the conversation's id in 8 bytes and the seq of a
/// message ([#REFERENCE]).
///
/// Rows of earlier versions are read too: each event as JSON after its length in 4 bytes, the first
/// of which is 0. Those versions take [#FORM] for a length that no row has, and refuse the row.
sealed interface Written {
  int FORM = 1;
  int WHOLE = 0;
  int REFERENCE = 1;

  record Whole(Event event) implements Written {}

  /// @param at when it was written down, epoch milliseconds
  record Reference(MessageKey message, long at) implements Written {}

  /// What a message is known by.
  record MessageKey(long conversationId, long seq) {}

  /// The events of a row.
  ///
  /// @param at when the row was written, epoch milliseconds
  /// @throws IllegalArgumentException if it is of no form that this version knows
  static List<Written> decode(byte[] payload, int count, long at) {
    ByteReader in = new ByteReader(payload, 0, payload.length);
    boolean early = payload.length > 0 && payload[0] == 0;
    if (!early && in.byteValue() != FORM) {
      throw new IllegalArgumentException("events in an unknown form");
    }
    List<Written> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(early ? new Whole(new Event(in.block().rest())) : decode(in, at));
    }
    in.requireEnd();
    return events;
  }

  private static Written decode(ByteReader in, long at) {
    int kind = in.byteValue();
    return switch (kind) {
      case WHOLE -> new Whole(new Event(in.blob()));
      case REFERENCE -> new Reference(new MessageKey(in.id(), in.number()), at);
      default -> throw new IllegalArgumentException("an event of unknown kind " + kind);
    };
  }
}
