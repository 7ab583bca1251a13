package io.gostacker.gateway.connection;

import io.gostacker.gateway.outbox.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last handler of a socket's pipeline: Netty's events become calls of the [Connection].
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);

  /// Highest status of a close frame; Netty checks the others (RFC 6455, 7.4.2).
  private static final int MAX_STATUS = 4999;

  private final Connection connection;
  private final @Nullable Credentials credentials;
  private final Runnable onClosed;

  /// @param credentials of the upgrade, if it had some
  ConnectionHandler(Connection connection, @Nullable Credentials credentials, Runnable onClosed) {
    this.connection = connection;
    this.credentials = credentials;
    this.onClosed = onClosed;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    connection.opened(credentials);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      connection.heard();
      switch (message) {
        case TextWebSocketFrame text -> connection.frame(ByteBufUtil.getBytes(text.content()));
        case PingWebSocketFrame ping -> connection.pinged(ping.content());
        case PongWebSocketFrame _ -> {}
        case CloseWebSocketFrame close -> close(close);
        // sent before the upgrade was answered, so that the HTTP codec has read it
        case ByteBuf early -> context.pipeline().fireChannelRead(early.retain());
        // binary: the protocol has text frames only
        default -> connection.outbox().close(CloseCode.MALFORMED);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void close(CloseWebSocketFrame close) {
    if (close.statusCode() <= MAX_STATUS) {
      connection.outbox().closedByPeer(close);
    } else {
      connection.outbox().closeUnread(CloseCode.PROTOCOL_ERROR);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    connection.writabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.closed();
    onClosed.run();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    switch (cause) {
      case CorruptedWebSocketFrameException corrupted ->
          connection.outbox().closeUnread(codeOf(corrupted));
      case TooLongFrameException _ -> connection.outbox().closeUnread(CloseCode.FRAME_TOO_LARGE);
      // reset or ended by the peer
      case IOException _, PrematureChannelClosureException _ -> context.close();
      default -> {
        log.error("A connection failed", cause);
        connection.outbox().close(CloseCode.INTERNAL);
      }
    }
  }

  private static CloseCode codeOf(CorruptedWebSocketFrameException corrupted) {
    return switch (corrupted.closeStatus().code()) {
      case 1007 -> CloseCode.NOT_UTF8;
      case 1009 -> CloseCode.FRAME_TOO_LARGE;
      default -> CloseCode.PROTOCOL_ERROR;
    };
  }
}
