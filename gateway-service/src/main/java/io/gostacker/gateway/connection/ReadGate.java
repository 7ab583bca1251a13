package io.gostacker.gateway.connection;

import io.netty.channel.Channel;
import java.util.EnumSet;
import java.util.Set;

/// Stops reading from a socket while there is a reason to. What the client sends meanwhile stays in
/// its and the kernel's buffers. Begins stopped, as Reactor, which reads on demand, leaves a
/// channel. Used on the socket's event loop.
final class ReadGate {
  private final Channel channel;
  private final Set<Reason> reasons = EnumSet.of(Reason.STARTING);

  ReadGate(Channel channel) {
    this.channel = channel;
  }

  void pause(Reason reason) {
    if (reasons.add(reason)) {
      channel.config().setAutoRead(false);
    }
  }

  void resume(Reason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      channel.config().setAutoRead(true);
    }
  }

  boolean isPaused() {
    return !reasons.isEmpty();
  }

  /// Why nothing is read.
  enum Reason {
    /// The pipeline is being built.
    STARTING,
    /// The session is being registered.
    ADMISSION,
    /// Too many commands are unanswered.
    UNANSWERED,
    /// The client does not read its answers.
    UNWRITABLE,
    /// The gateway is going away.
    DRAINING
  }
}
