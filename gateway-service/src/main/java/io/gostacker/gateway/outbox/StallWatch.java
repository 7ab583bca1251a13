package io.gostacker.gateway.outbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Watches a socket that has too much unwritten, until it is writable again or has made no progress
/// for too long. Runs on the socket's event loop.
final class StallWatch {
  private static final int CHECKS = 5;

  private final Channel channel;
  private final Duration stall;
  private final Runnable onStall;
  private boolean watching;
  private int checksWithoutProgress;
  private int head;
  private long headProgress;
  private long unwritten;

  StallWatch(Channel channel, Duration stall, Runnable onStall) {
    this.channel = channel;
    this.stall = stall;
    this.onStall = onStall;
  }

  /// Begins to watch, unless it does so already.
  void start() {
    if (!watching) {
      watching = true;
      checksWithoutProgress = 0;
      hasProgressed();
      checkLater();
    }
  }

  private void checkLater() {
    channel
        .eventLoop()
        .schedule(this::check, Math.max(1, stall.toMillis() / CHECKS), TimeUnit.MILLISECONDS);
  }

  private void check() {
    if (!channel.isActive() || channel.isWritable()) {
      watching = false;
      return;
    }
    checksWithoutProgress = hasProgressed() ? 0 : checksWithoutProgress + 1;
    if (checksWithoutProgress >= CHECKS) {
      watching = false;
      onStall.run();
      return;
    }
    checkLater();
  }

  /// Whether the first unwritten buffer, what is written of it, or the bytes behind it have
  /// changed.
  private boolean hasProgressed() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    if (buffer == null) {
      return true; // closed
    }
    int nowHead = System.identityHashCode(buffer.current());
    long nowProgress = buffer.currentProgress();
    long nowUnwritten = buffer.totalPendingWriteBytes();
    boolean progressed = nowHead != head || nowProgress != headProgress || nowUnwritten < unwritten;
    head = nowHead;
    headProgress = nowProgress;
    unwritten = nowUnwritten;
    return progressed;
  }
}
