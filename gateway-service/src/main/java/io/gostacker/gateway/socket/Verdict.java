package io.gostacker.gateway.socket;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.gateway.connection.Credentials;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/// What becomes of an upgrade request.
sealed interface Verdict {

  /// It becomes a socket.
  ///
  /// @param credentials of the `Authorization` header, null when a `hello` is to bring them
  record Accepted(@Nullable Credentials credentials) implements Verdict {}

  /// It is answered with a problem.
  record Refused(HttpResponseStatus status, ErrorCode code, String detail) implements Verdict {}
}
