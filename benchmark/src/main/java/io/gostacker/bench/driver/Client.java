package io.gostacker.bench.driver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// One socket of the load. Lives on its event loop; looks only at what begins a frame and at the
/// client id in it, which says when the message was to be sent.
public final class Client extends SimpleChannelInboundHandler<TextWebSocketFrame> {
  /// `{"type":"sent"` and `{"type":"message"` differ here.
  private static final int KIND_AT = "{\"type\":\"".length();

  private static final byte[] ID = "\"clientMessageId\":\"t".getBytes(StandardCharsets.US_ASCII);
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int MASKED = 0x80;

  private final Receiver receiver;
  private final Runnable welcome;
  private Channel channel;

  /// What is done about frames; on the client's event loop.
  public interface Receiver {
    /// Looks at nothing that comes.
    Receiver NOBODY = new Receiver() {};

    /// Counts troubles.
    static Receiver counting(AtomicLong troubles) {
      return new Receiver() {
        @Override
        public void trouble(Client client, String what) {
          troubles.incrementAndGet();
        }
      };
    }

    /// @param intended when the message was to be sent, by [System#nanoTime]
    default void sent(Client client, long intended) {}

    /// See [#sent].
    default void message(Client client, long intended) {}

    /// The answer to [Client#sync].
    ///
    /// @param messages in it
    default void synced(Client client, int messages) {}

    /// An `error`, a `resync` or a close.
    default void trouble(Client client, String what) {}
  }

  @SuppressWarnings("NullAway.Init")
  Client(Receiver receiver, Runnable welcome) {
    this.receiver = receiver;
    this.welcome = welcome;
  }

  /// Sends a message of about 100 bytes of text, to be flushed by the caller's turn. On the event
  /// loop.
  public void send(String conversation, long intended, int number, String text) {
    String json =
        "{\"type\":\"send\",\"conversationId\":\""
            + conversation
            + "\",\"clientMessageId\":\"t"
            + intended
            + "-"
            + number
            + "\",\"content\":{\"type\":\"text\",\"text\":\""
            + text
            + "\"}}";
    write(json);
  }

  /// Asks for everything that it has missed. On the event loop.
  public void sync() {
    write("{\"type\":\"sync\",\"cursors\":{}}");
  }

  /// Sends any frame.
  public void write(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
    ByteBuf frame = channel.alloc().directBuffer(bytes.length + 14);
    frame.writeByte(FINAL_TEXT);
    if (bytes.length < 126) {
      frame.writeByte(MASKED | bytes.length);
    } else {
      frame.writeByte(MASKED | 126).writeShort(bytes.length);
    }
    // A mask of zeros changes nothing: the server unmasks all the same, and the driver saves the
    // work.
    frame.writeInt(0).writeBytes(bytes);
    channel.writeAndFlush(frame, channel.voidPromise());
  }

  public Channel channel() {
    return channel;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
    ByteBuf content = frame.content();
    int at = content.readerIndex() + KIND_AT;
    switch (content.getByte(at)) {
      case 'm' -> receiver.message(this, intended(content));
      case 's' -> {
        if (content.getByte(at + 1) == 'e') {
          receiver.sent(this, intended(content));
        } else {
          receiver.synced(this, messages(content));
        }
      }
      case 'w', 'd' -> welcome.run();
      case 'e', 'r' -> {
        if (content.getByte(at + 2) != 'c') { // no receipt
          receiver.trouble(this, content.toString(StandardCharsets.UTF_8));
        }
      }
      default -> {}
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    receiver.trouble(this, "closed");
  }

  /// The number behind `"clientMessageId":"t`; 0 when there is none.
  private static long intended(ByteBuf content) {
    int at = find(content, content.readerIndex());
    if (at < 0) {
      return 0;
    }
    long value = 0;
    for (int digit = at + ID.length; ; digit++) {
      int c = content.getByte(digit);
      if (c < '0' || c > '9') {
        return value;
      }
      value = value * 10 + (c - '0');
    }
  }

  /// How many messages of such senders it has.
  private static int messages(ByteBuf content) {
    int count = 0;
    int at = find(content, content.readerIndex());
    while (at >= 0) {
      count++;
      at = find(content, at + ID.length);
    }
    return count;
  }

  private static int find(ByteBuf content, int from) {
    int to = content.writerIndex() - ID.length;
    for (int at = from; at < to; at++) {
      if (content.getByte(at) == ID[0] && matches(content, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean matches(ByteBuf content, int at) {
    for (int i = 1; i < ID.length; i++) {
      if (content.getByte(at + i) != ID[i]) {
        return false;
      }
    }
    return true;
  }
}
