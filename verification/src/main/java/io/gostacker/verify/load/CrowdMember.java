package io.gostacker.verify.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One of a [Crowd], with its one device and the sockets of it, one after the other. On the event
/// loop of the crowd.
final class CrowdMember {
  private static final int FIRST_WAIT_MILLIS = 500;
  private static final int MOST_WAIT_MILLIS = 15_000;
  private static final int MOST_DOUBLINGS = 5;
  private static final int WELCOME_MILLIS = 20_000;
  private static final int PING_SECONDS = 20;
  private static final int LONGEST_READ = 512;
  private static final String PING = "{\"type\":\"ping\"}";

  private final Crowd crowd;
  private final String token;
  private @Nullable Socket socket;
  private int attempts;
  private int failures;

  CrowdMember(Crowd crowd, String token) {
    this.crowd = crowd;
    this.token = token;
  }

  void connect() {
    Socket next = new Socket();
    socket = next;
    crowd
        .open(attempts++, token, next)
        .addListener(done -> {
          if (!done.isSuccess()) {
            next.over();
          }
        });
    crowd.later(WELCOME_MILLIS, next::endUnlessWelcomed);
  }

  /// Reads what comes, or nothing, as the crowd does.
  void listen() {
    Socket current = socket;
    if (current != null && current.channel != null) {
      current.channel.config().setAutoRead(crowd.listens());
    }
  }

  void end() {
    Socket current = socket;
    if (current != null) {
      current.over();
    }
  }

  private void lost(boolean wasWelcomed, long afterMillis) {
    socket = null;
    crowd.lost(wasWelcomed);
    if (crowd.comesBack()) {
      failures = wasWelcomed ? 0 : failures + 1;
      int most =
          Math.min(MOST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(MOST_DOUBLINGS, failures));
      crowd.later(afterMillis + crowd.random().nextInt(most), this::connect);
    }
  }

  private final class Socket extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private @Nullable Channel channel;
    private boolean welcomed;
    private boolean isOver;
    private long reconnectAfter;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      channel = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      if (frame.content().readableBytes() > LONGEST_READ) {
        return; // a message
      }
      String text = frame.text();
      if (!welcomed && text.contains("\"type\":\"welcome\"")) {
        welcomed = true;
        crowd.welcomed();
        ping(context.channel());
      } else if (text.contains("\"type\":\"goodbye\"")) {
        reconnectAfter = Rest.JSON.readTree(text).path("reconnectAfterMs").asLong(0);
      }
    }

    private void ping(Channel open) {
      open.eventLoop()
          .schedule(
              () -> {
                if (!isOver) {
                  open.writeAndFlush(new TextWebSocketFrame(PING), open.voidPromise());
                  ping(open);
                }
              },
              PING_SECONDS * 500L + crowd.random().nextInt(PING_SECONDS * 500),
              TimeUnit.MILLISECONDS);
    }

    private void endUnlessWelcomed() {
      if (!welcomed) {
        over();
      }
    }

    private void over() {
      if (isOver) {
        return;
      }
      isOver = true;
      if (channel != null) {
        channel.close();
      }
      lost(welcomed, reconnectAfter);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      over();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      over();
    }
  }
}
