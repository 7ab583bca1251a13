package io.gostacker.verify.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One socket of a [Device], from its beginning to its end, which is told once. It knows when it
/// was heard last, and pings when that is long ago.
final class DeviceSocket extends SimpleChannelInboundHandler<TextWebSocketFrame> {
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Device device;
  private @Nullable Channel channel;
  private boolean welcomed;
  private boolean isOver;
  private boolean pinged;
  private long heard = System.nanoTime();
  private long askedAt = heard;
  private long reconnectAfter;

  DeviceSocket(Device device) {
    this.device = device;
  }

  boolean isWelcomed() {
    return welcomed;
  }

  void write(String json) {
    Channel open = channel;
    if (open != null) {
      open.writeAndFlush(new TextWebSocketFrame(json), open.voidPromise());
    }
  }

  /// Writes what is to be answered at once.
  void ask(String json) {
    askedAt = System.nanoTime();
    write(json);
  }

  /// Asks for a sign of life if there was none for long.
  void ping(long now) {
    if (now - heard > IDLE_NANOS && !pinged) {
      pinged = true;
      ask("{\"type\":\"ping\"}");
    }
  }

  /// Whether nothing is heard though something should be.
  ///
  /// @param expects whether an answer is due
  boolean isSilent(boolean expects, long now) {
    return (expects || pinged) && now - Math.max(heard, askedAt) > SILENCE_NANOS;
  }

  /// Lets go of it.
  void end() {
    over(0);
  }

  private void over(long afterMillis) {
    if (isOver) {
      return;
    }
    isOver = true;
    if (channel != null) {
      channel.close();
    }
    device.lost(welcomed, afterMillis);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
    if (isOver) {
      context.channel().close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    over(reconnectAfter);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    over(0);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
    if (isOver) {
      return;
    }
    heard = System.nanoTime();
    JsonNode json = Rest.JSON.readTree(frame.text());
    switch (json.path("type").asString("")) {
      case "welcome" -> {
        welcomed = true;
        device.welcomed();
      }
      case "message" -> device.message(json);
      case "sent" -> device.sent(json);
      case "synced" -> device.synced(json);
      case "error" -> device.error(json);
      case "resync" -> device.resync();
      case "pong" -> pinged = false;
      case "goodbye" -> reconnectAfter = json.path("reconnectAfterMs").asLong(0);
      default -> {}
    }
  }
}
