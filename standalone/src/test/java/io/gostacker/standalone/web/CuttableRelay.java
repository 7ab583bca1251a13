package io.gostacker.standalone.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A TCP relay between a client and the server, which can be cut and joined again.
public final class CuttableRelay implements AutoCloseable {
  private final ServerSocket listening;
  private final String host;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean cut;

  public CuttableRelay(String target) {
    URI uri = URI.create(target);
    host = uri.getHost();
    port = uri.getPort() < 0 ? 80 : uri.getPort();
    try {
      listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// What the client opens instead of the server.
  public String baseUrl() {
    return "http://localhost:" + listening.getLocalPort();
  }

  /// Breaks every connection, and every new one until [#join].
  public void cut() {
    cut = true;
    sockets.forEach(CuttableRelay::letGo);
    sockets.clear();
  }

  public void join() {
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket near = listening.accept();
        if (cut) {
          letGo(near);
        } else {
          Thread.ofVirtual().start(() -> relay(near));
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void relay(Socket near) {
    try (near;
        Socket far = new Socket(host, port)) {
      sockets.add(near);
      sockets.add(far);
      if (cut) {
        return;
      }
      Thread back = Thread.ofVirtual().start(() -> copy(far, near));
      copy(near, far);
      back.join();
    } catch (IOException e) {
      // One side let go.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side let go.
    } finally {
      letGo(from);
      letGo(to);
    }
  }

  private static void letGo(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
