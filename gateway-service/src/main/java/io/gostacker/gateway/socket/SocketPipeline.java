package io.gostacker.gateway.socket;

import io.gostacker.gateway.frame.ServerFrames;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.flow.FlowControlHandler;
import java.util.List;
import java.util.function.Supplier;
import reactor.netty.NettyPipeline;

/// Turns an HTTP channel of Reactor Netty's into a WebSocket channel of our own.
///
/// Netty's handshaker is used without `WebSocketServerProtocolHandler`, which answers pings and
/// close frames by itself and would read on, one message for each ping, where reading has been
/// stopped. The `FlowControlHandler` makes such a stop exact: nothing that was decoded already gets
/// through it.
final class SocketPipeline {

  /// The subprotocol that is agreed to when it is offered. A client that offers only others gets a
  /// socket without one (RFC 6455, 4.2.2), and decides itself whether it wants that.
  static final String SUBPROTOCOL = "gostacker.v1+json";

  /// Handlers that speak HTTP; any may be missing.
  private static final List<String> HTTP_HANDLERS =
      List.of(
          NettyPipeline.IdleTimeoutHandler,
          NettyPipeline.ReadTimeoutHandler,
          NettyPipeline.AccessLogHandler,
          NettyPipeline.CompressionHandler,
          NettyPipeline.HttpMetricsHandler,
          NettyPipeline.HttpTrafficHandler,
          NettyPipeline.ReactiveBridge);

  private static final WebSocketDecoderConfig DECODER =
      WebSocketDecoderConfig.newBuilder()
          .maxFramePayloadLength(ServerFrames.MAX_FRAME_BYTES)
          .allowExtensions(false)
          .expectMaskedFrames(true)
          .allowMaskMismatch(false)
          .closeOnProtocolViolation(false) // the last handler closes, with a grace
          .build();

  private SocketPipeline() {}

  /// Answers the upgrade and rebuilds the pipeline.
  ///
  /// @param request checked: version, key, method
  /// @param last makes the handler that gets whole messages and control frames; it is called when
  ///   the answer is on its way, and sets `autoRead`, which is off: Reactor reads on demand
  static void switchProtocols(Channel channel, HttpRequest request, Supplier<ChannelHandler> last) {
    ChannelPipeline pipeline = channel.pipeline();
    for (String name : HTTP_HANDLERS) {
      if (pipeline.get(name) != null) {
        pipeline.remove(name);
      }
    }
    pipeline.addLast(
        new Utf8FrameValidator(false),
        new WebSocketFrameAggregator(ServerFrames.MAX_FRAME_BYTES),
        new FlowControlHandler());
    new WebSocketServerHandshaker13(request.uri(), SUBPROTOCOL, DECODER)
        .handshake(channel, whole(request), EmptyHttpHeaders.INSTANCE, channel.newPromise());
    pipeline.addLast(last.get());
  }

  /// The request with its empty end, for which Netty's handshaker would wait otherwise.
  private static FullHttpRequest whole(HttpRequest request) {
    return new DefaultFullHttpRequest(
        request.protocolVersion(),
        request.method(),
        request.uri(),
        Unpooled.EMPTY_BUFFER,
        request.headers(),
        EmptyHttpHeaders.INSTANCE);
  }
}
