package io.gostacker.standalone.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gostacker.common.hook.Signature;
import io.gostacker.standalone.api.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;

/// A vendor's service of notifications that takes signed calls (`gostacker.push.http.vendor`), one
/// for all tests of a JVM. Each test looks at the notifications of its own users.
public final class Vendor {
  public static final String NAME = "vendor";
  private static final String SECRET = "5f1c9b62d7a84e03";
  private static final SingletonSupplier<Vendor> SHARED = SingletonSupplier.of(Vendor::new);

  private final HttpServer server;
  private final Map<String, List<JsonNode>> taken = new ConcurrentHashMap<>();
  private final Map<String, Integer> status = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private volatile int statusOfAll = 200;
  private volatile CountDownLatch open = new CountDownLatch(0);

  private Vendor() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  public static Vendor shared() {
    return SHARED.obtain();
  }

  /// What a product needs to be told to call it.
  public static Map<String, Object> settings() {
    String key = "gostacker.push.http." + NAME;
    return Map.of(key + ".url", shared().url(), key + ".secret", SECRET);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/notify";
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String time = exchange.getRequestHeaders().getFirst("GoStacker-Timestamp");
      String signature = exchange.getRequestHeaders().getFirst("GoStacker-Signature");
      if (!Signature.of(SECRET, time, body).equals(signature)) {
        troubles.add("a call that is not signed rightly");
      }
      JsonNode notification = Api.JSON.readTree(new String(body, StandardCharsets.UTF_8));
      String id = notification.path("notificationId").asString();
      if (!id.equals(exchange.getRequestHeaders().getFirst("Idempotency-Key"))) {
        troubles.add("a call whose Idempotency-Key is not its notification");
      }
      calls.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
      await();
      answer(exchange, notification);
    }
  }

  private void await() {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, JsonNode notification) throws IOException {
    String user = notification.path("userId").asString();
    int code = status.getOrDefault(user, statusOfAll);
    if (code == 200) {
      taken.computeIfAbsent(user, any -> new CopyOnWriteArrayList<>()).add(notification);
    }
    exchange.sendResponseHeaders(code, -1);
  }

  /// What is answered for a user from now on.
  public void answer(String userId, int code) {
    status.put(userId, code);
  }

  /// What is answered for all others.
  public void answer(int code) {
    statusOfAll = code;
  }

  /// From now on nothing is answered.
  public void hang() {
    open = new CountDownLatch(1);
  }

  /// All that hangs is answered, and what comes.
  public void goOn() {
    open.countDown();
  }

  /// What was taken for a user, in order.
  public List<JsonNode> taken(String userId) {
    return taken.getOrDefault(userId, List.of());
  }

  /// How many calls there were for a notification.
  public int calls(String notificationId) {
    AtomicInteger count = calls.get(notificationId);
    return count == null ? 0 : count.get();
  }

  /// How many notifications it was called for.
  public int notifications() {
    return calls.size();
  }

  /// What no call should have been like.
  public List<String> troubles() {
    return troubles;
  }
}
