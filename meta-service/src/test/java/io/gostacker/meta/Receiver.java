package io.gostacker.meta;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The back end of an app that is told of events, and checks who tells.
final class Receiver implements AutoCloseable {
  /// Answers 200, and never the end of the body.
  static final int ENDLESS = -1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final String secret;
  private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private volatile ToIntFunction<JsonNode> status = event -> 204;

  /// @param secret that calls have to be signed with
  Receiver(String secret) {
    this.secret = secret;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/events", this::receive);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
  }

  /// What is answered from now on, by event.
  void answers(ToIntFunction<JsonNode> answer) {
    status = answer;
  }

  /// What it took, in the order in which it did.
  List<JsonNode> taken() {
    return taken;
  }

  List<String> troubles() {
    return troubles;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonNode event = JSON.readTree(body);
      String time = exchange.getRequestHeaders().getFirst("GoStacker-Timestamp");
      if (!expected(time, body)
          .equals(exchange.getRequestHeaders().getFirst("GoStacker-Signature"))) {
        troubles.add("wrong signature of " + event);
      }
      if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(time)) > 60) {
        troubles.add("wrong time of " + event);
      }
      String id = exchange.getRequestHeaders().getFirst("GoStacker-Event-Id");
      if (!event.path("id").asString("").equals(id)) {
        troubles.add(id + " is not the id of " + event);
      }
      int answer = status.applyAsInt(event);
      if (answer == ENDLESS) {
        exchange.sendResponseHeaders(200, 50);
        exchange.getResponseBody().flush();
        Thread.sleep(20_000);
        return;
      }
      if (answer < 300) {
        taken.add(event);
      }
      exchange.sendResponseHeaders(answer, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String expected(String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
