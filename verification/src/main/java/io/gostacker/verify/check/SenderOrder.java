package io.gostacker.verify.check;

import java.util.HashMap;
import java.util.Map;

/// Whether what a device sent on one socket, and did not repeat, stands in the order in which it
/// was sent.
final class SenderOrder {
  private final Findings findings;
  private final Messages messages;
  private final Map<Long, Integer> newest = new HashMap<>();

  SenderOrder(Findings findings, Messages messages) {
    this.findings = findings;
    this.messages = messages;
  }

  /// A message is acknowledged for the first time.
  ///
  /// @param connection the socket that its device has now
  void accepted(int message, long seq, int connection) {
    if (messages.isRepeated(message) || messages.connection(message) != connection) {
      return;
    }
    int device = messages.device(message);
    long key = ((long) device << Integer.SIZE) | messages.conversation(message);
    Integer other = newest.get(key);
    if (other != null
        && messages.connection(other) == connection
        && (message > other) != (seq > messages.seq(other))) {
      findings.add(
          Rule.SENDER_ORDER,
          () ->
              "device %d sent %d and %d, which stand at %d and %d"
                  .formatted(device, other, message, messages.seq(other), seq));
    }
    if (other == null || message > other) {
      newest.put(key, message);
    }
  }
}
