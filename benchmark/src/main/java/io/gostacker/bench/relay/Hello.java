package io.gostacker.bench.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;

/// Notes who connects: the bearer token is the user's id.
final class Hello extends ChannelInboundHandlerAdapter {
  static final AttributeKey<String> USER = AttributeKey.valueOf("user");

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      String bearer = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
      context.channel().attr(USER).set(bearer.replaceFirst("^Bearer ", ""));
      context.pipeline().remove(this);
    }
    context.fireChannelRead(message);
  }
}
