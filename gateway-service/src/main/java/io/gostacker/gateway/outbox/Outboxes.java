package io.gostacker.gateway.outbox;

import io.gostacker.gateway.frame.ServerFrames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Makes the outboxes of a gateway, and the shared buffers that go into them.
public final class Outboxes {
  /// Bytes that the kernel takes of a socket before it has sent them: Linux would take up to
  /// `net.ipv4.tcp_wmem` (4 MB) of each reader that has stalled, which nobody accounts for.
  private static final int UNSENT = 128 * 1024;

  private final int maxUnwritten;
  private final Duration stall;
  private final Counter behind;
  private final Counter written;
  private final ByteBuf resync;
  private final Map<EventLoop, PushQueue> queues = new ConcurrentHashMap<>();

  /// @param maxUnwritten bytes that a socket may leave unwritten before frames are skipped for it
  /// @param stall how long a socket may make no progress with them before it is closed
  public Outboxes(int maxUnwritten, Duration stall, MeterRegistry meters) {
    this.maxUnwritten = maxUnwritten;
    this.stall = stall;
    this.behind = meters.counter("gostacker.gateway.sockets.behind");
    this.written = meters.counter("gostacker.gateway.frames.pushed");
    this.resync =
        Unpooled.unreleasableBuffer(
            WireFrame.text(ByteBufAllocator.DEFAULT, ServerFrames.resync()).asReadOnly());
  }

  /// The outbox of a socket; call it on the socket's event loop, once.
  public Outbox of(Channel channel) {
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(maxUnwritten / 2, maxUnwritten));
    if (channel.config() instanceof EpollSocketChannelConfig socket) {
      socket.setTcpNotSentLowAt(UNSENT);
    }
    return new Outbox(channel, this, queues.computeIfAbsent(channel.eventLoop(), PushQueue::new));
  }

  /// A frame to be pushed to any number of sockets. The caller owns it and releases it when it has
  /// pushed it to the last.
  public ByteBuf frame(byte[] json) {
    return WireFrame.text(ByteBufAllocator.DEFAULT, json);
  }

  /// `resync`, for ever shared.
  ByteBuf resyncFrame() {
    return resync.duplicate();
  }

  Duration stall() {
    return stall;
  }

  void countPushed() {
    written.increment();
  }

  void countBehind() {
    behind.increment();
  }
}
