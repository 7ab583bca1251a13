package io.gostacker.gateway.socket;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.TokenVerifier;
import io.gostacker.gateway.connection.Connections;
import io.gostacker.gateway.connection.Credentials;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Decides on upgrade requests, on the event loop: all of it is in memory, and a token's RSA
/// signature takes some 50 µs.
final class UpgradeCheck {
  private static final String BEARER = "Bearer ";
  private static final int KEY_BYTES = 16;

  private final Origins origins;
  private final TokenVerifier tokens;
  private final Connections connections;

  UpgradeCheck(Origins origins, TokenVerifier tokens, Connections connections) {
    this.origins = origins;
    this.tokens = tokens;
    this.connections = connections;
  }

  Verdict check(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (connections.isDraining()) {
      return refused(503, ErrorCode.UNAVAILABLE, "This gateway is going away: connect again");
    }
    if (!connections.hasRoom()) {
      return refused(503, ErrorCode.OVERLOADED, "This gateway holds as many sockets as it may");
    }
    if (!origins.allows(headers.getAll(ORIGIN), headers.get(HOST))) {
      return refused(403, ErrorCode.FORBIDDEN, "Sockets are not open to pages of this origin");
    }
    if (!"13".equals(headers.get(SEC_WEBSOCKET_VERSION))) {
      return refused(426, ErrorCode.VALIDATION_FAILED, "Send 'Sec-WebSocket-Version: 13'");
    }
    if (!isWellFormed(request)) {
      return refused(
          400,
          ErrorCode.VALIDATION_FAILED,
          "A WebSocket upgrade is a GET without body and with a 'Sec-WebSocket-Key'");
    }
    return authenticated(headers.get(AUTHORIZATION));
  }

  private Verdict authenticated(@Nullable String authorization) {
    if (authorization == null) {
      return new Verdict.Accepted(null);
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return refused(401, ErrorCode.UNAUTHENTICATED, "Send 'Authorization: Bearer <token>'");
    }
    String token = authorization.substring(BEARER.length()).strip();
    try {
      return new Verdict.Accepted(new Credentials(token, tokens.verify(token)));
    } catch (Refusal refusal) {
      return refused(refusal.code().status(), refusal.code(), refusal.detail());
    }
  }

  private static boolean isWellFormed(HttpRequest request) {
    return request.method().equals(HttpMethod.GET)
        && !HttpUtil.isTransferEncodingChunked(request)
        && HttpUtil.getContentLength(request, 0L) == 0
        && isKey(request.headers().get(SEC_WEBSOCKET_KEY));
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// What is said to who comes when more wait for their turn than there is time for.
  static Verdict.Refused crowded() {
    return refused(503, ErrorCode.OVERLOADED, "Too many connect at once: connect again later");
  }

  private static Verdict.Refused refused(int status, ErrorCode code, String detail) {
    return new Verdict.Refused(HttpResponseStatus.valueOf(status), code, detail);
  }
}
