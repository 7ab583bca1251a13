package io.gostacker.send.shard;

import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Command.SendMessage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Messages that were answered without a decision, by device and conversation.
///
/// Their caller may take this instance for dead by then, and have another one decide on them. What
/// the same device sent behind them must then not be decided here first, or it stands before them.
/// So it is given up too, until the caller says that nothing before it is open any more
/// ([io.gostacker.common.transport.ReplyTo#follows]), or has long left. Thread-safe.
final class GivenUp {
  /// Longer than a caller goes on sending to an instance that it does not hear: a second, and
  /// another one if it was itself halted.
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(4);

  private record Sender(long conversationId, long userId, String deviceId) {
    static Sender of(SendMessage message) {
      return new Sender(message.conversationId(), message.senderId(), message.deviceId());
    }
  }

  private final Map<Sender, Long> since = new ConcurrentHashMap<>();

  /// A command was answered without a decision.
  void note(Command command, long now) {
    if (command instanceof SendMessage message) {
      since.putIfAbsent(Sender.of(message), now);
    }
  }

  /// Whether a command has to be given up as well.
  ///
  /// @param follows whether the caller has not been told the end of an earlier message of the same
  ///   device there
  boolean covers(Command command, boolean follows, long now) {
    if (since.isEmpty() || !(command instanceof SendMessage message)) {
      return false;
    }
    Sender sender = Sender.of(message);
    Long at = since.get(sender);
    if (at == null) {
      return false;
    }
    if (!follows || now - at > LINGER_NANOS) {
      since.remove(sender);
      return false;
    }
    return true;
  }

  /// Forgets what is long ago.
  void expire(long now) {
    if (!since.isEmpty()) {
      since.values().removeIf(at -> now - at > LINGER_NANOS);
    }
  }
}
