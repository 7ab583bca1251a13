package io.gostacker.push.provider;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A provider that is called by HTTP.
abstract class PlayedService implements Far {
  protected final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Arrival> arrived = new CopyOnWriteArrayList<>();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Play play = Play.TAKE;

  /// An answer.
  ///
  /// @param retryAfter empty for none
  record Answer(int status, String retryAfter, String body) {}

  PlayedService(String path) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(path, this::receive);
  }

  /// Reads what arrived.
  ///
  /// @throws IllegalArgumentException saying what is wrong by the protocol
  abstract Arrival read(HttpExchange exchange, byte[] body) throws Exception;

  /// What its protocol says of a way to behave; of those that answer.
  abstract Answer answer(Play play);

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional<Answer> early = early(exchange, body);
      if (early.isPresent()) {
        respond(exchange, early.get());
      } else if (isRead(exchange, body)) {
        act(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isRead(HttpExchange exchange, byte[] body) throws IOException {
    try {
      arrived.add(read(exchange, body));
      return true;
    } catch (Exception e) {
      troubles.add(e.toString());
      respond(exchange, new Answer(400, "", "{}"));
      return false;
    }
  }

  /// An answer before anything is read.
  Optional<Answer> early(HttpExchange exchange, byte[] body) {
    return Optional.empty();
  }

  private void act(HttpExchange exchange) throws IOException, InterruptedException {
    Play now = play;
    switch (now) {
      case HANG_UP -> {} // the exchange is closed without an answer, and its connection with it
      case HOLD -> {
        released.await();
        respond(exchange, answer(Play.TAKE));
      }
      case TAKE, GONE, REFUSE, BUSY, FAIL, FORBID -> respond(exchange, answer(now));
    }
  }

  private static void respond(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    if (!answer.retryAfter().isEmpty()) {
      headers.set("Retry-After", answer.retryAfter());
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  static void require(boolean valid, String what) {
    if (!valid) {
      throw new IllegalArgumentException(what);
    }
  }

  static String header(HttpExchange exchange, String name) {
    return requireNonNull(exchange.getRequestHeaders().getFirst(name), name);
  }

  @Override
  public void play(Play play) {
    this.play = play;
  }

  @Override
  public void release() {
    play = Play.TAKE;
    released.countDown();
  }

  @Override
  public List<Arrival> arrived() {
    return arrived;
  }

  @Override
  public List<String> troubles() {
    return troubles;
  }

  @Override
  public Optional<Duration> pause() {
    return Optional.of(Duration.ofSeconds(7));
  }

  @Override
  public String hiddenBody() {
    return "";
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }
}
