package io.gostacker.client;

import io.gostacker.client.ConnectionSettings.Handshake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Opens sockets with a token that is fresh.
record Dialer(HttpClient http, URI base, Credentials credentials) {
  private static final String SUBPROTOCOL = "gostacker.v1+json";
  private static final int UNAUTHENTICATED = 4401;

  /// What a dial came to.
  sealed interface Dialed {
    /// Open; `greeting` is the first frame to send, if there is one.
    record Up(LiveSocket socket, @Nullable String greeting) implements Dialed {}

    record Down(Ending ending) implements Dialed {}
  }

  /// The server took the token of the last socket no longer: get another, or learn that it is over.
  @Nullable Ending renew() {
    return switch (credentials.accessToken().then(credentials::renew)) {
      case Answer.Ok<String> ok -> null;
      case Answer.Refused<String>(Problem problem) -> refused(problem);
      case Answer.Unreachable<String>(String reason) -> Ending.Lost.because(reason);
    };
  }

  Dialed dial(Handshake handshake, Duration timeout, BlockingQueue<Input> inputs)
      throws InterruptedException {
    return switch (credentials.accessToken()) {
      case Answer.Ok<String>(String token) -> dial(handshake, timeout, inputs, token);
      case Answer.Refused<String>(Problem problem) -> new Dialed.Down(refused(problem));
      case Answer.Unreachable<String>(String reason) ->
          new Dialed.Down(Ending.Lost.because(reason));
    };
  }

  private Dialed dial(
      Handshake handshake, Duration timeout, BlockingQueue<Input> inputs, String token)
      throws InterruptedException {
    LiveSocket socket = new LiveSocket(inputs);
    WebSocket.Builder builder =
        http.newWebSocketBuilder().subprotocols(SUBPROTOCOL).connectTimeout(timeout);
    if (handshake == Handshake.HEADER) {
      builder.header("Authorization", "Bearer " + token);
    }
    CompletableFuture<WebSocket> opening = builder.buildAsync(address(), socket);
    try {
      opening.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      socket.abort();
      return new Dialed.Down(Ending.Lost.because("no answer within " + timeout.toSeconds() + " s"));
    } catch (ExecutionException e) {
      socket.abort();
      return new Dialed.Down(failed(e, token));
    }
    return new Dialed.Up(
        socket, handshake == Handshake.HELLO ? Frames.hello(token, credentials.deviceId()) : null);
  }

  private Ending failed(ExecutionException e, String token) {
    if (!(e.getCause() instanceof WebSocketHandshakeException handshake)) {
      return Ending.Lost.because(HttpApi.reason(e));
    }
    int status = handshake.getResponse().statusCode();
    if (status != 401) {
      return Ending.Lost.because("the server answered the upgrade with status " + status);
    }
    return switch (credentials.renew(token)) {
      case Answer.Ok<String> ok -> new Ending.Lost("the access token had expired", 0);
      case Answer.Refused<String>(Problem problem) -> refused(problem);
      case Answer.Unreachable<String>(String reason) -> Ending.Lost.because(reason);
    };
  }

  private static Ending refused(Problem problem) {
    return problem.status() == 401 || problem.status() == 403
        ? new Ending.Over(UNAUTHENTICATED, problem.summary())
        : Ending.Lost.because(problem.summary());
  }

  private URI address() {
    URI ws = base.resolve("/api/v1/ws");
    return URI.create(ws.toString().replaceFirst("^http", "ws"));
  }
}
