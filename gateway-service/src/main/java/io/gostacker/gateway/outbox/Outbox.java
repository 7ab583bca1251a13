package io.gostacker.gateway.outbox;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What goes out to one socket. Used on the socket's event loop, except where a method says "any
/// thread".
///
/// Pushed frames may be skipped: while the socket has more than its bound unwritten, and at the
/// bound of the [PushQueue]. Every skip is followed by a `resync` once the socket is writable.
/// Answers are never skipped; they are bounded by not reading from a socket that is not writable.
/// All writes of one turn of the event loop are flushed together.
public final class Outbox {
  /// How long the peer has to answer a close frame.
  private static final long CLOSE_GRACE_SECONDS = 3;

  private final Channel channel;
  private final Outboxes shared;
  private final PushQueue pushes;
  private final StallWatch stallWatch;
  private final AtomicBoolean missed = new AtomicBoolean();
  private State state = State.OPENING;
  private boolean ended;
  private boolean draining;
  private boolean behind;
  private boolean flushing;

  Outbox(Channel channel, Outboxes shared, PushQueue pushes) {
    this.channel = channel;
    this.shared = shared;
    this.pushes = pushes;
    this.stallWatch = new StallWatch(channel, shared.stall(), () -> close(CloseCode.SLOW_READER));
  }

  /// The loop on which everything about this socket happens.
  public EventLoop loop() {
    return pushes.loop();
  }

  /// Runs the task on the socket's event loop, later; does nothing when the loop is gone. Any
  /// thread.
  public void later(Runnable task) {
    try {
      loop().execute(task);
    } catch (RejectedExecutionException e) {
      // The server has stopped, and with it every socket.
    }
  }

  /// From now on pushed frames go out. Frames from before are left to the `sync` that every client
  /// begins with.
  public void open() {
    if (state == State.OPENING) {
      state = State.LIVE;
    }
  }

  /// Whether no close frame has been sent or received.
  public boolean isOpen() {
    return state != State.CLOSING;
  }

  /// Whether neither side ended it by its own will: the peer is gone, silent, has read nothing for
  /// too long, or does not answer a gateway that drains. What was written to it lately may have
  /// reached nobody.
  public boolean isLost() {
    return !ended;
  }

  /// Whether the socket takes more.
  public boolean isWritable() {
    return channel.isWritable();
  }

  /// Answers something that this client asked.
  public void answer(byte[] json) {
    if (isOpen()) {
      write(WireFrame.text(channel.alloc(), json));
    }
  }

  /// Answers a WebSocket ping; takes over its payload.
  public void pong(ByteBuf payload) {
    if (isOpen()) {
      channel.write(new PongWebSocketFrame(payload), channel.voidPromise());
      flushSoon();
    } else {
      payload.release();
    }
  }

  /// Pushes a frame, whose reference count it takes over. Any thread; frames of one thread keep
  /// their order.
  public void pushLater(ByteBuf frame) {
    pushes.offer(this, frame);
  }

  /// Pushes `resync` behind what was pushed before. Any thread.
  public void resyncLater() {
    pushes.offer(this, shared.resyncFrame());
  }

  /// Closes the socket. Any thread.
  public void closeLater(CloseCode code) {
    later(() -> close(code));
  }

  /// Sends a close frame and waits a little for the peer's.
  public void close(CloseCode code) {
    if (!isOpen()) {
      return;
    }
    state = State.CLOSING;
    draining = code == CloseCode.DRAINING;
    ended = code != CloseCode.SILENT && code != CloseCode.SLOW_READER && !draining;
    channel.writeAndFlush(new CloseWebSocketFrame(code.status(), code.reason()));
    channel.config().setAutoRead(true); // to see the peer's close frame; all else is discarded
    loop().schedule(() -> channel.close(), CLOSE_GRACE_SECONDS, TimeUnit.SECONDS);
  }

  /// Closes a socket whose input can no longer be understood: its close frame will not be seen, so
  /// it is told by the end of the stream that this is all.
  public void closeUnread(CloseCode code) {
    if (!isOpen()) {
      return;
    }
    close(code);
    channel
        .writeAndFlush(channel.alloc().buffer(0, 0))
        .addListener(written -> ((DuplexChannel) channel).shutdownOutput());
  }

  /// The peer sent a close frame: answers it, or ends the close that was begun here.
  public void closedByPeer(CloseWebSocketFrame frame) {
    if (isOpen()) {
      ended = true;
      state = State.CLOSING;
      channel.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
    } else {
      ended |= draining;
      channel.close();
    }
  }

  /// The channel has become writable or has ceased to be.
  public void writabilityChanged() {
    if (!channel.isWritable()) {
      stallWatch.start();
    } else if (behind && state == State.LIVE) {
      behind = false;
      write(shared.resyncFrame());
    }
  }

  /// Pushes a frame now; takes it over.
  void push(ByteBuf frame) {
    if (state != State.LIVE) {
      frame.release();
      return;
    }
    if (!channel.isWritable()) {
      channel.flush(); // what only waits for the end of this turn is not the socket's fault
    }
    if (channel.isWritable()) {
      shared.countPushed();
      write(frame);
    } else {
      frame.release();
      fallBehind();
    }
  }

  /// A frame for this socket was dropped before it came here. Any thread.
  void missed() {
    if (missed.compareAndSet(false, true)) {
      later(() -> {
        missed.set(false);
        push(shared.resyncFrame());
      });
    }
  }

  private void fallBehind() {
    if (!behind) {
      behind = true;
      shared.countBehind();
    }
  }

  private void write(ByteBuf frame) {
    channel.write(frame, channel.voidPromise());
    flushSoon();
  }

  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      loop().execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    channel.flush();
  }

  private enum State {
    OPENING,
    LIVE,
    CLOSING
  }
}
