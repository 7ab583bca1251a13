package io.gostacker.gateway.socket;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;
import static io.netty.handler.codec.http.HttpHeaderValues.CLOSE;

import io.gostacker.common.limit.ConnectPace;
import io.gostacker.common.web.ProblemHandler;
import io.gostacker.gateway.connection.Connections;
import io.gostacker.gateway.connection.Credentials;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/// Watches an HTTP connection for the upgrade of the socket's path; everything else passes through
/// untouched, before and after a refused upgrade too.
///
/// An upgrade that comes while the request before it is still being answered waits for the end of
/// that answer: a client may have all of it before the server has noted its end. One that comes
/// when many do waits for its turn. Also cuts connections that have not brought a whole request
/// head in time.
final class UpgradeHandler extends ChannelDuplexHandler {
  private static final String WEBSOCKET = "websocket";

  private final UpgradeCheck check;
  private final ConnectPace pace;
  private final Connections connections;
  private final Duration firstRequestTimeout;

  /// An upgrade and what came behind it, of one read at most, until it can be looked at.
  private final Deque<Object> waiting = new ArrayDeque<>(0);

  private int unanswered;
  private boolean waitsForTurn;
  private boolean heard;
  private boolean refused;
  private @Nullable Pending pending;

  UpgradeHandler(
      UpgradeCheck check, ConnectPace pace, Connections connections, Duration firstRequestTimeout) {
    this.check = check;
    this.pace = pace;
    this.connections = connections;
    this.firstRequestTimeout = firstRequestTimeout;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context
        .executor()
        .schedule(() -> cutSilent(context), firstRequestTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heard = true;
    if (!waiting.isEmpty()) {
      waiting.add(message);
    } else {
      read(context, message);
    }
  }

  private void read(ChannelHandlerContext context, Object message) {
    if (refused || pending != null) {
      swallow(context, message);
    } else if (message instanceof HttpRequest request) {
      request(context, request);
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean interim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (message instanceof LastHttpContent && !interim) {
      ChannelPromise written = promise.unvoid();
      context.write(message, written);
      written.addListener(done -> context.executor().execute(() -> answered(context)));
    } else {
      context.write(message, promise);
    }
  }

  private void answered(ChannelHandlerContext context) {
    unanswered--;
    readWaiting(context);
  }

  private void readWaiting(ChannelHandlerContext context) {
    while (unanswered == 0 && !waitsForTurn && !waiting.isEmpty()) {
      read(context, waiting.remove());
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  private void request(ChannelHandlerContext context, HttpRequest request) {
    if (!isUpgrade(request)) {
      unanswered++;
      context.fireChannelRead(request);
      return;
    }
    if (unanswered > 0) {
      waiting.addFirst(request);
      return;
    }
    switch (check.check(request)) {
      case Verdict.Accepted(var credentials) -> {
        long turn = pace.take();
        if (turn < 0) {
          refuse(context, UpgradeCheck.crowded());
        } else if (turn == 0) {
          pending = new Pending(request, credentials);
        } else {
          waiting.addFirst(request);
          waitsForTurn = true;
          context.executor().schedule(() -> takeTurn(context), turn, TimeUnit.NANOSECONDS);
        }
      }
      case Verdict.Refused verdict -> refuse(context, verdict);
    }
  }

  private void takeTurn(ChannelHandlerContext context) {
    waitsForTurn = false;
    if (waiting.poll() instanceof HttpRequest request) { // not when the client has gone meanwhile
      upgrade(context, request);
      readWaiting(context);
    }
  }

  /// Looks at it again: much may have happened while it waited.
  private void upgrade(ChannelHandlerContext context, HttpRequest request) {
    switch (check.check(request)) {
      case Verdict.Accepted(var credentials) -> pending = new Pending(request, credentials);
      case Verdict.Refused verdict -> refuse(context, verdict);
    }
  }

  /// What follows the head of an upgrade: the empty end of the request, upon which the protocol is
  /// switched, or what does not matter any more.
  private void swallow(ChannelHandlerContext context, Object message) {
    Pending accepted = pending;
    if (accepted != null && message instanceof LastHttpContent) {
      pending = null;
      refused = true; // no HTTP comes behind it
      context.pipeline().remove(this);
      SocketPipeline.switchProtocols(
          context.channel(),
          accepted.request,
          () -> connections.open(context.channel(), accepted.credentials));
    }
    ReferenceCountUtil.release(message);
  }

  private void refuse(ChannelHandlerContext context, Verdict.Refused verdict) {
    refused = true;
    context.writeAndFlush(problem(verdict)).addListener(ChannelFutureListener.CLOSE);
  }

  private static FullHttpResponse problem(Verdict.Refused verdict) {
    int status = verdict.status().code();
    byte[] body = ProblemHandler.problem(verdict.code(), status, verdict.detail(), List.of());
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, verdict.status(), Unpooled.wrappedBuffer(body));
    HttpHeaders headers = response.headers();
    headers.set(CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    headers.set(CONTENT_LENGTH, body.length);
    headers.set(CONNECTION, CLOSE);
    if (status == HttpResponseStatus.UPGRADE_REQUIRED.code()) {
      headers.set(SEC_WEBSOCKET_VERSION, "13");
      headers.set(UPGRADE, WEBSOCKET);
    }
    return response;
  }

  private void cutSilent(ChannelHandlerContext context) {
    if (!heard) {
      context.close();
    }
  }

  private static boolean isUpgrade(HttpRequest request) {
    return request.decoderResult().isSuccess()
        && pathOf(request.uri()).equals(SocketEndpoint.PATH)
        && request.headers().containsValue(CONNECTION, UPGRADE, true)
        && request.headers().containsValue(UPGRADE, WEBSOCKET, true);
  }

  private static String pathOf(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /// An accepted upgrade whose request has not ended.
  private record Pending(HttpRequest request, @Nullable Credentials credentials) {}
}
