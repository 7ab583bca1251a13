package io.gostacker.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An HTTP and WebSocket server on plain sockets that does what the test says, frame by frame.
///
/// Logs everybody in as user 1. REST answers other than logins are those put by [#answer].
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Thread acceptor;
  private final BlockingQueue<ScriptedPeer> peers = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Map<String, Reply> replies = new HashMap<>();

  /// What the REST side was asked, oldest first, as `METHOD path body`.
  public final List<String> requests = new CopyOnWriteArrayList<>();

  private volatile int upgradeStatus = 101;
  private volatile int logins;

  record Reply(int status, String body) {}

  record Request(String method, String path, Map<String, String> headers, String body) {}

  public ScriptedServer() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /// From now on `methodAndPath` (a prefix, for example `GET /api/v1/users`) is answered so.
  public synchronized void answer(String methodAndPath, int status, String body) {
    replies.put(methodAndPath, new Reply(status, body));
  }

  /// Upgrades are answered with `status` until it is 101 again.
  public void refuseUpgrades(int status) {
    upgradeStatus = status;
  }

  /// The next client that connects.
  public ScriptedPeer nextPeer() throws InterruptedException {
    ScriptedPeer peer = peers.poll(20, TimeUnit.SECONDS);
    if (peer == null) {
      throw new AssertionError("No connection came within 20 s");
    }
    return peer;
  }

  /// Whether some client connects within the time.
  public boolean connectsWithin(long millis) throws InterruptedException {
    return peers.poll(millis, TimeUnit.MILLISECONDS) != null;
  }

  /// The next client, welcomed and with its first `sync` answered by nothing.
  public ScriptedPeer nextPeerOnline() throws InterruptedException {
    ScriptedPeer peer = nextPeer();
    peer.welcome();
    peer.answerSync("[]");
    return peer;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        if (listening.isClosed()) {
          socket.close();
          return;
        }
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (Request request = read(in); request != null; request = read(in)) {
        if (request.headers().containsKey("sec-websocket-key") && upgradeStatus == 101) {
          ScriptedPeer peer = ScriptedPeer.upgrade(socket, in, request.headers());
          peers.add(peer);
          peer.readFrames();
          return;
        }
        write(socket, reply(request));
      }
    } catch (IOException e) {
      // The client, or the test, let go.
    }
  }

  private synchronized Reply reply(Request request) {
    if (request.headers().containsKey("sec-websocket-key")) {
      return new Reply(upgradeStatus, "{}");
    }
    String line = request.method() + " " + request.path();
    requests.add(line + " " + request.body());
    for (int end = line.length(); end > 0; end--) {
      Reply scripted = replies.get(line.substring(0, end));
      if (scripted != null) {
        return scripted;
      }
    }
    return switch (line) {
      case "POST /api/v1/auth/login", "POST /api/v1/auth/refresh" -> new Reply(200, tokens());
      default -> new Reply(404, "{\"code\":\"not_found\",\"status\":404,\"title\":\"Not found\"}");
    };
  }

  private String tokens() {
    logins++;
    return """
    {"accessToken":"access-%d","refreshToken":"refresh-%d","expiresIn":900,"userId":"1","deviceId":"d1"}
    """
        .formatted(logins, logins);
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    String start = line(in);
    if (start == null) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String[] parts = start.split(" ", -1);
    return new Request(parts[0], parts[1], headers, body);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) c);
    }
    return null;
  }

  private static void write(Socket socket, Reply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + reply.status()
            + " Scripted\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      listening.close();
      acceptor.join();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
