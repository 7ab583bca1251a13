package io.gostacker.bench.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.util.List;

/// One socket of the relay. Reads just what it needs of a frame, by position; one buffer is shared
/// by all who get a message.
final class Relay extends SimpleChannelInboundHandler<TextWebSocketFrame> {
  private static final int FINAL_TEXT = 0x81;

  private final Members members;
  private String user = "";
  private long seq;

  Relay(Members members) {
    this.members = members;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof HandshakeComplete) {
      user = String.valueOf(context.channel().attr(Hello.USER).get());
      members.connected(user, context.channel());
      context.writeAndFlush(frame(context, "{\"type\":\"welcome\"}".getBytes(ISO_8859_1)));
    }
    super.userEventTriggered(context, event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    members.gone(user, context.channel());
    super.channelInactive(context);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame text) {
    byte[] bytes = ByteBufUtil.getBytes(text.content());
    String frame = new String(bytes, ISO_8859_1);
    if (frame.startsWith("{\"type\":\"sync\"")) {
      members.take(user).forEach(kept -> context.write(kept, context.voidPromise()));
      context.writeAndFlush(frame(context, "{\"type\":\"synced\"}".getBytes(ISO_8859_1)));
      return;
    }
    String group = field(frame, "conversationId");
    if (frame.startsWith("{\"type\":\"group\"")) {
      members.group(group, List.of(field(frame, "members").split(",")));
      context.writeAndFlush(frame(context, "{\"type\":\"done\"}".getBytes(ISO_8859_1)));
      return;
    }
    String id = field(frame, "clientMessageId");
    long number = ++seq;
    String message =
        "{\"type\":\"message\",\"conversationId\":\""
            + group
            + "\",\"seq\":"
            + number
            + ",\"senderId\":\""
            + user
            + "\",\"clientMessageId\":\""
            + id
            + "\","
            + frame.substring(frame.indexOf("\"content\""));
    ByteBuf shared = frame(context, message.getBytes(ISO_8859_1));
    List<String> recipients = members.of(group);
    for (String member : recipients) {
      if (!member.equals(user)) {
        hand(member, shared, recipients.size() == 2);
      }
    }
    shared.release();
    String sent =
        "{\"type\":\"sent\",\"conversationId\":\""
            + group
            + "\",\"seq\":"
            + number
            + ",\"clientMessageId\":\""
            + id
            + "\"}";
    context.writeAndFlush(frame(context, sent.getBytes(ISO_8859_1)), context.voidPromise());
  }

  /// Keeps it for who is away in a conversation of two.
  private void hand(String member, ByteBuf shared, boolean keep) {
    Channel channel = members.channel(member);
    if (channel != null) {
      channel.writeAndFlush(shared.retainedDuplicate(), channel.voidPromise());
    } else if (keep) {
      members.keep(member, shared.retainedDuplicate());
    }
  }

  private static String field(String frame, String name) {
    int at = frame.indexOf("\"" + name + "\":\"") + name.length() + 4;
    return frame.substring(at, frame.indexOf('"', at));
  }

  private static ByteBuf frame(ChannelHandlerContext context, byte[] json) {
    ByteBuf frame = context.alloc().directBuffer(json.length + 4);
    frame.writeByte(FINAL_TEXT);
    if (json.length < 126) {
      frame.writeByte(json.length);
    } else {
      frame.writeByte(126).writeShort(json.length);
    }
    return frame.writeBytes(json);
  }
}
