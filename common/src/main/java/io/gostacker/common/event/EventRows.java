package io.gostacker.common.event;

import io.gostacker.common.record.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/// Events to be written down together, put into rows of `event_batch` as they come. Messages are
/// not written again: what is kept of one is where it stands.
///
/// See [Written] for the form.
public final class EventRows {
  /// A row is read as a whole, and a page of the feed may begin within one.
  private static final int MAX_ROW_EVENTS = 2_000;

  /// But for its last event.
  private static final int MAX_ROW_BYTES = 64 * 1024;

  private static final int FIRST_BYTES = 512;

  private final List<Row> full = new ArrayList<>();
  private ByteWriter payload = begin();
  private int events;

  /// @param events how many there are in it
  record Row(int events, byte[] payload) {}

  /// Adds an event as it is.
  public void add(Event event) {
    payload.byteValue(Written.WHOLE);
    payload.blob(event.json());
    added();
  }

  /// Adds a message that has its row in `message` when the transaction ends. It is told as that row
  /// has it.
  public void addMessage(long conversationId, long seq) {
    payload.byteValue(Written.REFERENCE);
    payload.id(conversationId);
    payload.number(seq);
    added();
  }

  private void added() {
    events++;
    if (events == MAX_ROW_EVENTS || payload.size() >= MAX_ROW_BYTES) {
      end();
    }
  }

  private void end() {
    full.add(new Row(events, payload.toByteArray()));
    payload = begin();
    events = 0;
  }

  private static ByteWriter begin() {
    ByteWriter payload = new ByteWriter(FIRST_BYTES);
    payload.byteValue(Written.FORM);
    return payload;
  }

  /// All that was added, in its order.
  List<Row> rows() {
    if (events > 0) {
      end();
    }
    return full;
  }
}
